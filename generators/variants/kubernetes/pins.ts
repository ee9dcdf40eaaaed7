/**
 * Which content the programs of today's releases have. SHA-256 as the projects publish them beside their files (`.sha256`,
 * `SHA256SUMS`), read where kubespray (`checksums.yml`) and kops (`assetdata/`) keep them: where both have one, they agree.
 */
import type { Program } from "../../model/cluster.ts";

/** Of one file, by the architecture that it is for. */
type Digests = Readonly<Record<Program["architecture"], string>>;

const ARCHITECTURES = ["amd64", "arm64"] as const;

/** What a release of Kubernetes itself has. */
const OF_THE_RELEASE = ["kubeadm", "kubelet", "kubectl"] as const;

/** By version, newest first. */
const RELEASES: Readonly<Record<string, Readonly<Record<(typeof OF_THE_RELEASE)[number], Digests>>>> = {
  "1.37.1": {
    kubeadm: {
      amd64: "087b6340dcea496f2cde2b3888ecd414354c08a0aceabd6b7ca195cccb66ecd3",
      arm64: "9b22275e7f7669db5eed4f6d90694083e5d19e4bb79e193e446c67701bcf9d7b",
    },
    kubelet: {
      amd64: "cee008c1640c3b41820ef31d35b3cffc132b0c4b78c288be2b8022ebc7aa8293",
      arm64: "03e64bb3e1611d1b9ea40095b382af014bd2aa0b5f1b6670af6bbfaa0b735443",
    },
    kubectl: {
      amd64: "65691ff77eb6fa44c908b77a1082c9f092c3b9733b5cefabec0d1104890e21a8",
      arm64: "ff749f4b78d9c4f1ec87307df9b50119ed819e2094aa9810cb9acffc3286c8c7",
    },
  },
  "1.36.4": {
    kubeadm: {
      amd64: "10d054585907f2c8bb823c84f6a66b3bd2a474c3d795475f04e9a44f78650fe6",
      arm64: "6a849c07d3e1c708f5c40f1ac8be03a56124204dfc7e1931e4113634019c0dad",
    },
    kubelet: {
      amd64: "cf2562db46c48ab84cc3791540778ee7fb1a0a008529adbb434723dd02ed8b4b",
      arm64: "fd53ea3fcbd077844f50a3c67e9b52f62972a563674956bab0c0f4fb7ea37d50",
    },
    kubectl: {
      amd64: "8b8f088da2dab964f853b38464033b1be15ede2839eca751482357c45abdd05a",
      arm64: "0ecf44450ee6063bf19dd166a103ee6df4a9034455c2abce626e6eea657d73fb",
    },
  },
  "1.35.8": {
    kubeadm: {
      amd64: "1bbc64a2be5b300880ae9330c6bba592ec2a2b8ecb79c527b0c7cc0f44070e5e",
      arm64: "8956730f3ae46ebdb95e95845542f71d844f74affd69c14634a58d1fe3510d86",
    },
    kubelet: {
      amd64: "6971b9f95e54dbed67a2271abe6e78f8cc2894494649f3cf39e4b25a82dca923",
      arm64: "7744f84c49df6dff7d0a0471f9acef31568c02459659de83aa279cf3a04b1714",
    },
    kubectl: {
      amd64: "874d5e72dbb819f43cff16bcd1e4f8bac5b7f2361fe1e55049b0a6c676fb0cbf",
      arm64: "cc749967b62f4422260bc9c0aa7a7c55f45175ae38cb8d95767b5d2b7e04c1fd",
    },
  },
};

/** A program of another project, whose versions have numbers of their own. */
interface Companion {
  readonly name: string;
  readonly version: string;
  readonly url: (version: string, architecture: Program["architecture"]) => string;
  readonly digests: Digests;
}

const github =
  (project: string, file: (version: string, architecture: string) => string): Companion["url"] =>
  (version, architecture) =>
    `https://github.com/${project}/releases/download/v${version}/${file(version, architecture)}`;

const CONTAINERD_URL = github("containerd/containerd", (version, arch) => `containerd-${version}-linux-${arch}.tar.gz`);
const ETCD_URL = github("etcd-io/etcd", (version, arch) => `etcd-v${version}-linux-${arch}.tar.gz`);
const CRICTL_URL = github("kubernetes-sigs/cri-tools", (version, arch) => `crictl-v${version}-linux-${arch}.tar.gz`);

/** 2.3.0 to 2.3.3 lose images of pods that are named by a digest; 1.36 wants 2.2 or 2.3 (containerd's RELEASES.md). */
const CONTAINERD: Companion = {
  name: "containerd",
  version: "2.3.4",
  url: CONTAINERD_URL,
  digests: {
    amd64: "9d68969855fbf676cdb8ed758e420fb048d61f984f61de3e53eddfebe484d168",
    arm64: "a985fbb7e18fc0362d31a055338f5d7b0e087a3e27f14c70d1c5965399a29f95",
  },
};

const RUNC: Companion = {
  name: "runc",
  version: "1.4.3",
  url: github("opencontainers/runc", (_version, arch) => `runc.${arch}`),
  digests: {
    amd64: "f6ae8efc0fa40079e1475e97cbe9d1bd3f106a28d6af78a11d9f1bd565515e60",
    arm64: "633301e2e32f8a5ad54031aab4901eb00308bec677dd15faa2751e8f9dab5ca4",
  },
};

const CNI_PLUGINS: Companion = {
  name: "cni-plugins",
  version: "1.9.1",
  url: github("containernetworking/plugins", (version, arch) => `cni-plugins-linux-${arch}-v${version}.tgz`),
  digests: {
    amd64: "b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303",
    arm64: "56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec",
  },
};

const CRICTL_1_35: Companion = {
  name: "crictl",
  version: "1.35.0",
  url: CRICTL_URL,
  digests: {
    amd64: "2e141e5b22cb189c40365a11807d69b76b9b3caced89fac2f4ec879408ce2177",
    arm64: "519071de89b64c43e2a1661bb5489c6c3fd5e9e5fcef75e50e542b0c891f1118",
  },
};

/** The newest that there is: 1.37 has none of its own yet. */
const CRICTL_1_36: Companion = {
  name: "crictl",
  version: "1.36.0",
  url: CRICTL_URL,
  digests: {
    amd64: "83855e114566a8a8c44c548d515670f51de3a5e1da8b2effb59870e2f10c25a3",
    arm64: "68328594ccf780a80ae2b092d9f6ce484eec7cf540c275242e8fd954bfd95332",
  },
};

/** Of etcd the machine has the clients alone: the server is a pod, whose image kubeadm chooses. */
const ETCD_3_6: Companion = {
  name: "etcd",
  version: "3.6.14",
  url: ETCD_URL,
  digests: {
    amd64: "ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5",
    arm64: "fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e",
  },
};

const ETCD_3_7: Companion = {
  name: "etcd",
  version: "3.7.1",
  url: ETCD_URL,
  digests: {
    amd64: "e8cd3fa8064c98137c5dbd78b76f969417ace84efb83c481041d7a52ffdd8fb9",
    arm64: "d7e25e08f694b6ed7792fc7b7a891fe2c3f3d3dccfe2f3bfdb1547b0eb75b6da",
  },
};

/** What goes with a line, by its minor. */
const COMPANIONS: Readonly<Record<string, readonly Companion[]>> = {
  "1.35": [CONTAINERD, RUNC, CNI_PLUGINS, CRICTL_1_35, ETCD_3_6],
  "1.36": [CONTAINERD, RUNC, CNI_PLUGINS, CRICTL_1_36, ETCD_3_6],
  "1.37": [CONTAINERD, RUNC, CNI_PLUGINS, CRICTL_1_36, ETCD_3_7],
};

/** The versions whose content is known, newest first. */
export const KNOWN_RELEASES: readonly string[] = Object.keys(RELEASES);

/** What a spec's `programs` calls the file of another architecture than the first: `kubelet-arm64` */
const spelled = (name: string, architecture: Program["architecture"]): string =>
  architecture === "amd64" ? name : `${name}-${architecture}`;

/**
 * What machines of a version are made of, for either architecture; none for a version whose line has no programs. What the
 * spec says of a digest wins; one that nobody knows is null, which the rule `program-unknown` refuses.
 */
export function programsOf(
  version: string,
  mirror: string,
  given: Readonly<Record<string, string>>,
): readonly Program[] {
  const companions = COMPANIONS[version.split(".").slice(0, 2).join(".")] ?? [];
  if (companions.length === 0) return [];
  const known = Object.hasOwn(RELEASES, version) ? RELEASES[version] : undefined;
  return ARCHITECTURES.flatMap((architecture) => {
    const program = (name: string, of: string, url: string, digest: string | undefined): Program => ({
      name,
      key: spelled(name, architecture),
      version: of,
      architecture,
      url,
      digest: given[spelled(name, architecture)] ?? digest ?? null,
    });
    return [
      ...OF_THE_RELEASE.map((name) =>
        program(name, version, `${mirror}/v${version}/bin/linux/${architecture}/${name}`, known?.[name][architecture]),
      ),
      ...companions.map(({ name, version: of, url, digests }) =>
        program(name, of, url(of, architecture), digests[architecture]),
      ),
    ];
  });
}
