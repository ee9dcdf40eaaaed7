/** Well-known ports of the systems we generate, each once. */

/** etcd 0.4, clients. */
export const ETCD_CLIENT = 4001;
/** etcd 0.4, members among themselves. */
export const ETCD_PEER = 7001;
/** etcd 2, clients and members. */
export const ETCD2_CLIENT = 2379;
export const ETCD2_PEER = 2380;
/** Kubernetes API, plain. */
export const API = 8080;
/** Kubernetes API over TLS, where the API server is told nothing. */
export const API_SECURE_DEFAULT = 6443;
/** Kubernetes API of a cluster that kubeadm makes. */
export const API_TLS = 6443;
/** Scheduler and controller manager, health and metrics over TLS, on the loopback address alone. */
export const SCHEDULER_TLS = 10259;
export const CONTROLLER_MANAGER_TLS = 10257;
/** etcd's health and metrics. */
export const ETCD_METRICS = 2381;
/** kube-proxy of today: metrics on the loopback address, health for whoever asks. */
export const PROXY_METRICS = 10249;
export const PROXY_HEALTHZ = 10256;
/** flannel's health check, on every address of its node. */
export const FLANNEL_HEALTH = 8081;
/** Kubernetes API, plain, reading only; gone after 1.0. */
export const API_READ_ONLY = 7080;
/** The kubelet's own API and health check. */
export const KUBELET = 10250;
/** The kubelet's API, reading only, and what it asks cAdvisor through. */
export const KUBELET_READ_ONLY = 10255;
export const CADVISOR = 4194;
/** The kubelet's health check, on the loopback address alone. */
export const KUBELET_HEALTH = 10248;
/** The health checks of scheduler and controller manager, which tell their metrics there, too. */
export const SCHEDULER = 10251;
export const CONTROLLER_MANAGER = 10252;
/** kube-proxy's health check. */
export const PROXY_HEALTH = 10249;
/** VXLAN as Linux has it, which is what flannel's backend of that name sends (UDP). */
export const VXLAN = 8472;
/** SSH. */
export const SSH = 22;
/** A machine's own side of DHCP (UDP). */
export const DHCP_CLIENT = 68;
/** Consul: gossip inside and between sites, servers among themselves. */
export const CONSUL_LAN = 8301;
export const CONSUL_WAN = 8302;
export const CONSUL_SERVER = 8300;
/** Consul: RPC of its command line, gone with 0.8; DNS. */
export const CONSUL_RPC = 8400;
export const CONSUL_DNS = 8600;
/** The hybris platform's Tomcat, HTTP and HTTPS. */
export const PLATFORM_HTTP = 9001;
export const PLATFORM_HTTPS = 9002;
/** The container registry. */
export const REGISTRY = 5000;
/** Solr as hybris 5 ships it. */
export const SOLR = 8983;
/** The time. */
export const NTP = 123;
/** MySQL. */
export const MYSQL = 3306;
/** DNS. */
export const DNS = 53;
/** Vault's API. */
export const VAULT = 8200;
/** Consul's HTTP API. */
export const CONSUL_HTTP = 8500;
/** HTTP and HTTPS, as the web has them. */
export const HTTP = 80;
export const HTTPS = 443;
/** Apache on the nodes: what came in as HTTP. */
export const HTTP_NODE = 8080;
/** Apache on the nodes: what came in as HTTPS, already decrypted. */
export const HTTPS_NODE = 8443;
/** Kubernetes API over TLS, where the document's API_ENDPOINT has it. */
export const API_SECURE = 443;
/** Weave's routers among themselves, control and data. */
export const WEAVE = 6783;
/** Kubernetes API over TLS, with the certificate that it makes for itself. */
export const API_SELF_SIGNED = 6443;
