// Generated from the schema by `npm run generate`; do not edit.
export const DEFAULTS = {
  registries: {},
  acknowledged: {},
  kubernetes: {
    registration: "self",
    registerUrl: "https://github.com/kelseyhightower/kube-register/releases/download/v0.0.2/kube-register-0.0.2-linux-amd64"
  },
  platform: {
    groups: {},
    ssh: {},
    userData: "none",
    importedImages: {},
    subnets: {},
    publicSubnets: {},
    alarms: {
      enabled: true
    },
    tenancy: "default",
    nat: "per-zone",
    dns: {},
    existing: {
      publicSubnets: {},
      ranges: [],
      domains: []
    },
    access: {
      ssh: [],
      icmp: [],
      api: []
    },
    users: [],
    tags: {}
  },
  os: {
    awsCliImage: "amazon/aws-cli:2.15.0",
    sshAuthorizedKeys: []
  },
  network: {
    vpcCidr: "172.31.0.0/16",
    serviceCidr: "10.255.0.0/16",
    routeQuota: 50,
    flannelUrl: "https://github.com/flannel-io/flannel/releases/download/v0.7.1/flanneld-amd64",
    weaveUrl: "https://github.com/weaveworks/weave/releases/download/v1.1.2/weave"
  },
  etcd: {
    archiveUrl: "https://github.com/etcd-io/etcd/releases/download/v2.2.5/etcd-v2.2.5-linux-amd64.tar.gz",
    backup: {
      periodMinutes: 15,
      keep: 96
    }
  },
  controlPlane: {
    diskSize: 40,
    count: 1,
    dataDiskSize: 20
  },
  diskSize: 40,
  dataDiskSize: 20,
  nodePool: {
    diskSize: 40,
    dataDiskSize: 20,
    public: false,
    apart: false,
    labels: {}
  },
  loadBalancer: {
    nodePort: 8080
  },
  tokens: {},
  files: [],
  file: {
    mode: "0644",
    neededBy: "docker.service"
  },
  addons: {
    dns: {
      enabled: true,
      images: {}
    },
    registry: {
      enabled: true,
      credentials: "keys",
      images: {},
      env: {}
    },
    "registry-ui": {
      enabled: true,
      images: {},
      env: {}
    },
    "hybris-platform": {
      enabled: true,
      replicas: 2,
      images: {},
      env: {}
    },
    solr: {
      enabled: true,
      images: {},
      env: {}
    },
    yapache: {
      enabled: true,
      replicas: 3,
      images: {},
      env: {}
    },
    "yapache-watcher": {
      enabled: true,
      service: "hybris-platform",
      images: {},
      env: {}
    },
    consul: {
      enabled: true,
      replicas: 3,
      namespace: "kube-system",
      backup: {
        periodMinutes: 60,
        keep: 24
      },
      images: {},
      env: {}
    },
    vault: {
      enabled: true,
      namespace: "kube-system",
      policies: {},
      images: {},
      env: {}
    }
  },
  addonEnabled: true,
  images: {},
  environment: {},
  dnsAddon: {
    enabled: true,
    images: {}
  },
  registryAddon: {
    enabled: true,
    credentials: "keys",
    images: {},
    env: {}
  },
  registryUiAddon: {
    enabled: true,
    images: {},
    env: {}
  },
  hybrisPlatformAddon: {
    enabled: true,
    replicas: 2,
    images: {},
    env: {}
  },
  solrAddon: {
    enabled: true,
    images: {},
    env: {}
  },
  yapacheAddon: {
    enabled: true,
    replicas: 3,
    images: {},
    env: {}
  },
  yapacheWatcherAddon: {
    enabled: true,
    service: "hybris-platform",
    images: {},
    env: {}
  },
  consulAddon: {
    enabled: true,
    replicas: 3,
    namespace: "kube-system",
    backup: {
      periodMinutes: 60,
      keep: 24
    },
    images: {},
    env: {}
  },
  vaultAddon: {
    enabled: true,
    namespace: "kube-system",
    policies: {},
    images: {},
    env: {}
  },
  namespace: "default",
  workloads: [],
  workload: {
    namespace: "default",
    kind: "controller",
    replicas: 1,
    volumes: []
  },
  container: {
    command: [],
    args: [],
    env: {},
    ports: [],
    mounts: []
  },
  containerPort: {
    protocol: "TCP"
  },
  protocol: "TCP",
  mount: {
    readOnly: false
  },
  services: [],
  service: {
    namespace: "default",
    publicAddresses: []
  },
  servicePort: {
    protocol: "TCP"
  },
  data: {
    database: {
      storage: 20,
      engineVersion: "8.4",
      name: "hybris",
      user: "hybris",
      multiZone: false,
      passwordDays: 365,
      backupDays: 7
    },
    buckets: {},
    protected: true
  },
  database: {
    storage: 20,
    engineVersion: "8.4",
    name: "hybris",
    user: "hybris",
    multiZone: false,
    passwordDays: 365,
    backupDays: 7
  },
  buckets: {}
} as const;
