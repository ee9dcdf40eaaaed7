// Generated from templates/ by `npm run generate`; do not edit.
export const TEMPLATES = {
  "Makefile": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# Runs Terraform over the stacks of ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, runtime.contextOrFrameLookup(context, frame, "name")),0,36), env.opts.autoescape);
output += " in order. Nothing here that you could not type.\n.POSIX:\n\nTERRAFORM = terraform\n# For terraform apply, e.g. make apply OPTIONS=-parallelism=20\nOPTIONS =\n\n.PHONY: plan apply destroy output\n\nplan:\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "stacks");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("stack", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "\t$(TERRAFORM) -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_4),11,28), env.opts.autoescape);
output += " init -input=false\n\t$(TERRAFORM) -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_4),12,28), env.opts.autoescape);
output += " plan\n";
;
}
}
frame = frame.pop();
output += "\napply:\n\tTERRAFORM='$(TERRAFORM)' stacks/apply.sh";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "stacks");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("stack", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_8),16,67), env.opts.autoescape);
;
}
}
frame = frame.pop();
output += " $(OPTIONS)\n\n\ndestroy:\n";
frame = frame.push();
var t_11 = env.getFilter("reverse").call(context, runtime.contextOrFrameLookup(context, frame, "stacks"));
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("stack", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "\t$(TERRAFORM) -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_12),21,28), env.opts.autoescape);
output += " init -input=false\n\t$(TERRAFORM) -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_12),22,28), env.opts.autoescape);
output += " destroy\n";
;
}
}
frame = frame.pop();
output += "\noutput:\n";
frame = frame.push();
var t_15 = runtime.contextOrFrameLookup(context, frame, "stacks");
if(t_15) {t_15 = runtime.fromIterator(t_15);
var t_14 = t_15.length;
for(var t_13=0; t_13 < t_15.length; t_13++) {
var t_16 = t_15[t_13];
frame.set("stack", t_16);
frame.set("loop.index", t_13 + 1);
frame.set("loop.index0", t_13);
frame.set("loop.revindex", t_14 - t_13);
frame.set("loop.revindex0", t_14 - t_13 - 1);
frame.set("loop.first", t_13 === 0);
frame.set("loop.last", t_13 === t_14 - 1);
frame.set("loop.length", t_14);
output += "\t$(TERRAFORM) -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("make").call(context, t_16),27,28), env.opts.autoescape);
output += " output\n";
;
}
}
frame = frame.pop();
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "containerd.toml": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# containerd of a Kubernetes machine. What is to be otherwise stands in files of /etc/containerd/conf.d, which are read behind this.\nversion = 3\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n\n[plugins.\"io.containerd.cri.v1.images\".pinned_images]\n# What holds a pod's network; never removed as unused.\nsandbox = ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("toml").call(context, runtime.contextOrFrameLookup(context, frame, "pauseImage")),6,10), env.opts.autoescape);
output += "\n\n[plugins.\"io.containerd.cri.v1.images\".registry]\nconfig_path = \"/etc/containerd/certs.d\"\n\n[plugins.\"io.containerd.cri.v1.runtime\".containerd]\ndefault_runtime_name = \"runc\"\n\n[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.runc]\nruntime_type = \"io.containerd.runc.v2\"\n\n[plugins.\"io.containerd.cri.v1.runtime\".containerd.runtimes.runc.options]\nBinaryName = \"/opt/bin/runc\"\n# systemd manages control groups: with a second manager beside it a node becomes unstable under load.\nSystemdCgroup = true\n\n[plugins.\"io.containerd.cri.v1.runtime\".cni]\nbin_dirs = [\"/opt/cni/bin\"]\nconf_dir = \"/etc/cni/net.d\"\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-aws-tls-boot.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## How a machine boots\n\nIts user-data names the first few files that it fetches from `s3://";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "bucket")),2,67), env.opts.autoescape);
output += "`, by SHA-256, and a list among them names the\nrest: what has another digest is refused. Objects have 16 digits of it in their keys, so that a machine of the version\nbefore finds its own until an apply is through. `machine-setup.service` then runs the steps of `/opt/machine-setup` in\norder, each under its own name in the journal, and starts the units of `/etc/machine-setup/units`. Here,\n`machines/<group>/` has the user-data and `stacks/cluster/bucket/` the files.\n\nFor manifests, and for how often the control plane's disk is copied, no machine is replaced: `control-plane/standing` in the\nbucket lists them by digest, and the control plane looks at it every minute (`journalctl -u standing-files`). It applies\nthem server-side; what is no longer in the spec stays until you say otherwise:\n`/etc/kubernetes/addons/apply.sh --prune` on the control plane, with `KUBECONFIG=/etc/kubernetes/admin.conf`.\n\nA node joins by what the control plane puts into the Parameter Store every four minutes, as `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "joinParameter")),13,93), env.opts.autoescape);
output += "`: the cluster's CA\nand a token of 15 minutes, encrypted. Only the nodes' roles read it.\n\n```sh\nsystemctl status machine-setup            # where a boot has stopped\njournalctl -t control-plane-disk          # what one step said\nsystemctl status kubeadm-init kubeadm-join kube-addons\ncat /etc/machine-environment              # what the machine knows of itself\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-aws-tls-copies.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "The disk itself is copied as an EBS snapshot every ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "backupPeriod")),0,51), env.opts.autoescape);
output += " minutes; the last ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "backupKeep")),0,93), env.opts.autoescape);
output += " are kept. A snapshot has everything:\nto go back to one, or where the zone is lost for good, name it and have the disk made anew. What was written after it is lost.\n\n```sh\naws ec2 describe-snapshots --owner-ids self --query 'sort_by(Snapshots, &StartTime)[].[StartTime, State, SnapshotId]' --output text \\\n  --filters Name=tag:Cluster,Values=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),5,36), env.opts.autoescape);
output += " Name=tag:Disk,Values=control-plane\n# controlPlane: { diskFrom: snap-... } in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),6,42), env.opts.autoescape);
output += ", then compile, and:\nterraform -chdir=stacks/cluster apply -replace=aws_ebs_volume.control_plane\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "protectedData")) {
output += "\nTerraform refuses that as long as the spec does not say `protected: false` under `data`.\n";
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-aws-tls-reference.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Look into it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "alarms")) {
output += "- CloudWatch has alarms ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "alarms")),3,24), env.opts.autoescape);
output += ": ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "groupAlarm")),3,43), env.opts.autoescape);
output += "no new copy of the control plane's disk (which is so until the first one comes), boots that fail.\n";
;
}
output += "- `crictl ps`, `crictl logs` and `journalctl -u kubelet` on a machine.\n- `inventory.json` lists every file here with its digest and the part of the spec it comes from.\n\n";
if(runtime.contextOrFrameLookup(context, frame, "statePlace")) {
output += "State lives in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "statePlace")),9,16), env.opts.autoescape);
output += "`, locked while Terraform works. What is still in this directory is moved there\nby `terraform -chdir=stacks/<stack> init -migrate-state`, stack by stack.\n";
;
}
else {
output += "State (`stacks/*/terraform.tfstate`) lives in this directory: keep it; `.gitignore` keeps it out of version control.\n";
;
}
output += "\n## Take it down\n\nLoad balancers that Kubernetes has made for services are its own to take away: delete these services first.\n\n```sh\nmake destroy  # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "destroyOrder")),20,16), env.opts.autoescape);
output += "\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "protectedData")) {
output += "\nTerraform and AWS refuse to destroy what is in the data stack, and the control plane's disk: `make destroy` stops before it, and\nwhat it stands in stays, too. To give it up, say `protected: false` under `data` and compile; this section then goes on.\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "openData")) {
output += "\nWhat is in the data stack is no longer protected once `terraform -chdir=stacks/data apply` has said so to AWS. A bucket\nhas to be empty, old versions and all, before it can go. Of the control plane's disk a last snapshot is taken when it goes.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "lastSnapshot")),30,123), env.opts.autoescape);
output += "\n";
;
}
output += "\nWhat Terraform did not make stays: snapshots of the control plane's disk, the parameter `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "joinParameter")),33,89), env.opts.autoescape);
output += "`, programs in the bucket,\nsecrets, log groups of yours.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-aws-tls.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Bring it up\n\n```sh\nmake plan     # what would change, stack by stack\nmake apply    # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "stackOrder")),4,16), env.opts.autoescape);
output += "\n```\n\n`make` only saves typing: each target runs `terraform -chdir=stacks/<stack>` over the stacks in order; `apply` does so\nthrough `stacks/apply.sh`, which keeps what is taken away until no machine needs it. A stack that has\nnever been applied has no outputs, so the first `make plan` stops early; `make apply` goes through all.\n\nTerraform does not wait for machines. The control plane needs about five minutes after the apply, and nodes join once it is\nthere. A machine whose boot fails shows it (`systemctl --failed`) and tries again every minute.\n";
if(runtime.contextOrFrameLookup(context, frame, "delegate")) {
output += "\nDelegate `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "publicZone")),15,10), env.opts.autoescape);
output += "` from its parent domain to the name servers of its new zone:\n\n```sh\nterraform -chdir=stacks/network output public_zone_name_servers\n```\n";
;
}
output += "\n## Reach it\n\nNobody logs in over the network";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "sshNote")),24,31), env.opts.autoescape);
output += ": Session Manager leads to every machine, for whom your account lets it, and\nwrites down who was there.\n\n```sh\nexport AWS_REGION=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "region")),28,18), env.opts.autoescape);
output += "\ncontrol_plane=$(aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text --filters \\\n  Name=tag:Cluster,Values=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),30,26), env.opts.autoescape);
output += " Name=tag:Group,Values=control-plane Name=instance-state-name,Values=running)\naws ssm start-session --target \"$control_plane\" # a shell\n```\n\nThe API answers to whoever has a kubeconfig. The control plane makes you one, for 12 hours unless you say another number behind\nthe name; it is in the file that you name here, and nowhere else. A tunnel leads there:\n\n```sh\naws ssm start-session --target \"$control_plane\" --document-name AWS-StartPortForwardingSession \\\n  --parameters portNumber=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),39,26), env.opts.autoescape);
output += ",localPortNumber=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),39,61), env.opts.autoescape);
output += " >/dev/null &\n(umask 077 && aws ssm start-session --target \"$control_plane\" --document-name AWS-StartNonInteractiveCommand \\\n  --parameters \"command=sudo ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "operatorKubeconfig")),41,29), env.opts.autoescape);
output += " $USER\" | tr -d '\\r' |\n  sed -n '/^apiVersion:/,/client-key-data:/p' >";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),42,47), env.opts.autoescape);
output += ".kubeconfig)\nexport KUBECONFIG=$PWD/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),43,23), env.opts.autoescape);
output += ".kubeconfig\nkubectl get nodes\n```\n\nWhere your account keeps what is said in sessions, it keeps this kubeconfig, too, for as long as it is good.\n";
if(runtime.contextOrFrameLookup(context, frame, "apiPublic")) {
output += "\nFrom the ranges of `platform.access.api` no tunnel is needed: the API answers them at its other name.\n\n```sh\nkubectl config set-cluster ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),53,27), env.opts.autoescape);
output += " --tls-server-name=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiName")),53,61), env.opts.autoescape);
output += " \\\n  --server=\"https://$(terraform -chdir=stacks/cluster output -raw api_public_name):";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),54,83), env.opts.autoescape);
output += "\"\n```\n";
;
}
output += "\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-fixed-tls-change.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Scale it\n\nOne number in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),2,15), env.opts.autoescape);
output += "`, then compile and apply:\n\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "scalable");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("pool", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"cite")),5,3), env.opts.autoescape);
output += "` is the number of nodes of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),5,54), env.opts.autoescape);
output += "`: edit it, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),5,112), env.opts.autoescape);
output += " +1 ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),5,136), env.opts.autoescape);
output += "`.\n";
;
}
}
frame = frame.pop();
output += "\nA node more adds its own resources and touches no other. A node less takes the last one; drain it first. What Kubernetes knows\nof it, the cloud controller manager deletes.\n\n## Change it\n\nNew user-data, and so every new file that it names, makes a machine anew. Terraform alone would do so to all at once; `make apply`\ntakes the control plane first, then node after node, waits until EC2 can reach each, and asks before the next. That is the time to see\nthat the one before is Ready (`kubectl get nodes`), and to drain the next. What lies on a node goes with it, the `emptyDir` volumes\nof pods too.\n";
if(runtime.contextOrFrameLookup(context, frame, "keepsConsul")) {
output += "Consul's servers keep their data there: let them find each other again before the next node goes.\n";
;
}
output += "While the control plane is made anew, the API is away for some minutes.\n";
if(runtime.contextOrFrameLookup(context, frame, "imageNewest")) {
output += "\nMachines keep the image that they were made from, whatever its publisher has since. One gets the newest when it is made anew:\n\n```sh\nterraform -chdir=stacks/cluster apply -replace='aws_instance.POOL[\"NODE\"]'\n```\n";
;
}
output += "\n## Take a zone or a pool away\n\nTake it out of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),32,16), env.opts.autoescape);
output += "` and compile; `clusterwright diff` says what goes. `make apply` then leaves in the network\nwhat machines may still stand in, applies the machines' stack, and applies the network once more. Should it stop in\nbetween, run it again: it looks at what is there. The last of `platform.zones` goes without further ado; of any other, `synth` says\nwhich ranges the rest keep, to be named in the spec. The first is where the control plane and its disk are: it stays.\n";
if(runtime.contextOrFrameLookup(context, frame, "databaseZones")) {
output += "RDS keeps a subnet that the database stands in: have it fail over first (`aws rds reboot-db-instance --force-failover`).\n";
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-fixed-tls-lost.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## When the control plane is lost\n\nWhat it knew is on a disk of its own in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "diskZone")),2,40), env.opts.autoescape);
output += ", which outlives the machine: etcd's data, certificates and keys\n(`/var/lib/control-plane`). AWS itself brings a machine back whose host has failed. Of one that does not come back, have another one\nmade, at the same address; nodes and pods go on meanwhile:\n\n```sh\nterraform -chdir=stacks/cluster apply -replace=aws_instance.control_plane\n```\n\nOf a machine that AWS cannot stop, take the disk away by force:\n\n```sh\ndisk=$(terraform -chdir=stacks/cluster output -raw control_plane_disk)\naws ec2 detach-volume --volume-id \"$disk\" --force\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-fixed-tls.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it makes\n\n| machine | zone | address | containers | instance | disks |\n|---|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "machines");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("machine", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"name")),5,2), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"zone")),5,28), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"address")),5,54), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"containers")),5,83), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"instanceType")),5,115), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"disks")),5,149), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\nAn address outlives its machine: it belongs to a network interface that the next one gets. Kubernetes knows a node by the id of its\ninstance; `kubectl get nodes -o wide` shows both.\n\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcCidr")),13,2), env.opts.autoescape);
output += " | the VPC |\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "subnets");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("subnet", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"range")),15,2), env.opts.autoescape);
output += " | the ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"kind")),15,32), env.opts.autoescape);
output += " subnet in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"zone")),15,65), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),17,2), env.opts.autoescape);
output += " | containers; ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "networkWords")),17,35), env.opts.autoescape);
output += " |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),18,2), env.opts.autoescape);
output += " | services (`<service>.<namespace>.svc.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "domain")),18,64), env.opts.autoescape);
output += "`), in iptables on the machines only; DNS is ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsServiceIp")),18,128), env.opts.autoescape);
output += " |\n\n`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "apiName")),20,1), env.opts.autoescape);
output += "` is the name of the API, in a zone that the VPC alone knows.\n\nThe load balancer `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "elb")),22,19), env.opts.autoescape);
output += "` stands in the public subnets and takes\n";
frame = frame.push();
var t_11 = runtime.contextOrFrameLookup(context, frame, "listeners");
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("listener", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"protocol")),24,2), env.opts.autoescape);
output += " on ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"port")),24,34), env.opts.autoescape);
output += " to port ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"nodePort")),24,67), env.opts.autoescape);
output += " of every node,\n";
;
}
}
frame = frame.pop();
output += "\nand asks each node every ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"intervalSeconds")),27,25), env.opts.autoescape);
output += " s whether somebody listens there (out after ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"unhealthyThreshold")),27,103), env.opts.autoescape);
output += " failures, back after ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"healthyThreshold")),27,161), env.opts.autoescape);
output += ").\n\n```sh\nterraform -chdir=stacks/cluster output -raw load_balancer_dns_name\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "publicName")) {
output += "\nIt is called `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "publicName")),34,14), env.opts.autoescape);
output += "`, too, once the zone's name servers say so.\n";
;
}
output += "\nSecurity groups:";
frame = frame.push();
var t_15 = runtime.contextOrFrameLookup(context, frame, "securityGroups");
if(t_15) {t_15 = runtime.fromIterator(t_15);
var t_14 = t_15.length;
for(var t_13=0; t_13 < t_15.length; t_13++) {
var t_16 = t_15[t_13];
frame.set("each", t_16);
frame.set("loop.index", t_13 + 1);
frame.set("loop.index0", t_13);
frame.set("loop.revindex", t_14 - t_13);
frame.set("loop.revindex0", t_14 - t_13 - 1);
frame.set("loop.first", t_13 === 0);
frame.set("loop.last", t_13 === t_14 - 1);
frame.set("loop.length", t_14);
output += " `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_16),37,50), env.opts.autoescape);
output += "`";
;
}
}
frame = frame.pop();
output += ".\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups-images.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Carry the public images there\n\nDocker of this time asks public registries in ways that they have given up. Put the public images into the bucket from a\nDocker daemon that has them and still writes the old format (17.05 or earlier): every node loads what is below\n`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "imagesPrefix")),4,1), env.opts.autoescape);
output += "/` when it boots, now and whenever one is added or replaced. The data stack makes the bucket, so\nthe time for it is when `make apply` asks about the cluster.\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "images");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("image", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "docker save ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),9,12), env.opts.autoescape);
output += " >image.tar && aws s3 cp image.tar ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"place")),9,68), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n\nA node that is up already takes them with `sudo systemctl restart load-images`.\n\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups-reference.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it makes\n\n| group | machines | least to most | where | disks |\n|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "machineGroups");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("group", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"group")),5,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"desired")),5,31), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"instanceType")),5,56), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"min")),5,88), env.opts.autoescape);
output += " to ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"max")),5,112), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"place")),5,135), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"disks")),5,160), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcCidr")),10,2), env.opts.autoescape);
output += " | the VPC";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcNote")),10,30), env.opts.autoescape);
output += " |\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "subnets");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("subnet", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"range")),12,2), env.opts.autoescape);
output += " | the ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"kind")),12,32), env.opts.autoescape);
output += " subnet in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"zone")),12,65), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),14,2), env.opts.autoescape);
output += " | containers; machines lease their ranges from etcd |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),15,2), env.opts.autoescape);
output += " | services (`<service>.<namespace>.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "domain")),15,60), env.opts.autoescape);
output += "`), in iptables on the machines only; DNS is ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsServiceIp")),15,124), env.opts.autoescape);
output += " |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsServiceIp")),16,2), env.opts.autoescape);
output += " | the DNS service";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "createDns")),16,43), env.opts.autoescape);
output += ": containers resolve through it |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "registryIp")),17,2), env.opts.autoescape);
output += " | the registry service `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "registryHost")),17,48), env.opts.autoescape);
output += "`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "createRegistry")),17,74), env.opts.autoescape);
output += ": the nodes' `/etc/hosts` says so |\n\n| name | leads to |\n|---|---|\n";
frame = frame.push();
var t_11 = runtime.contextOrFrameLookup(context, frame, "names");
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("entry", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_12),"name")),22,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"what")),22,30), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n";
if(runtime.contextOrFrameLookup(context, frame, "checkedNames")) {
output += "Route 53 asks each Elastic IP on port 80, every 30 seconds; the public name of a pool leads to those that answer, eight at a\ntime at most, and to all of them while none does. A node that has lost its address takes a free one within a minute.\n\n";
;
}
output += "Security groups:";
frame = frame.push();
var t_15 = runtime.contextOrFrameLookup(context, frame, "securityGroups");
if(t_15) {t_15 = runtime.fromIterator(t_15);
var t_14 = t_15.length;
for(var t_13=0; t_13 < t_15.length; t_13++) {
var t_16 = t_15[t_13];
frame.set("each", t_16);
frame.set("loop.index", t_13 + 1);
frame.set("loop.index0", t_13);
frame.set("loop.revindex", t_14 - t_13);
frame.set("loop.revindex0", t_14 - t_13 - 1);
frame.set("loop.first", t_13 === 0);
frame.set("loop.last", t_13 === t_14 - 1);
frame.set("loop.length", t_14);
output += " `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_16),30,50), env.opts.autoescape);
output += "`";
;
}
}
frame = frame.pop();
output += ".\n\n## How a machine boots\n\nIts user-data names every file that it fetches from `s3://";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "bucket")),34,58), env.opts.autoescape);
output += "`, by SHA-256: what has another digest is\nrefused. Objects have 16 digits of it in their keys, so that a machine of the version before finds its own until an apply\nis through. `machine-setup.service` then runs the steps of `/opt/machine-setup` in order, each under its own name in the\njournal, and starts the units of `/etc/machine-setup/units`. Here, `machines/<group>/` has the user-data and\n`stacks/cluster/bucket/` the files.\n";
if(runtime.contextOrFrameLookup(context, frame, "standing")) {
output += "\nFor the manifests of the add-ons, and for when etcd is copied, no machine is replaced: `control-plane/standing` in the\nbucket lists them by digest, and the control plane looks at it every minute (`journalctl -u standing-files`).\n";
;
}
output += "\n```sh\nsystemctl status machine-setup            # where a boot has stopped\njournalctl -t restore-etcd                # what one step said\ncat /etc/machine-environment              # what the machine knows of itself\n```\n\n";
if(runtime.contextOrFrameLookup(context, frame, "keepsEtcd")) {
output += "## When the control plane is lost\n\nIts group makes another one, which takes the newest snapshot of etcd that is whole from\n`s3://";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "bucket")),55,6), env.opts.autoescape);
output += "/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "backupPrefix")),55,26), env.opts.autoescape);
output += "/` and its old name in the private zone. Snapshots come every ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "backupPeriod")),55,113), env.opts.autoescape);
output += " minutes and once more when the\nmachine is shut down; the last ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "backupKeep")),56,31), env.opts.autoescape);
output += " are kept. What was written after the last one is lost with the machine.\n\n```sh\naws s3 ls s3://";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "bucket")),59,15), env.opts.autoescape);
output += "/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "backupPrefix")),59,33), env.opts.autoescape);
output += "/    # the newest is at most ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "backupPeriod")),59,85), env.opts.autoescape);
output += " minutes old\njournalctl -u etcd-snapshot               # or this says why, on the control plane\nsudo systemctl start etcd-snapshot        # one more now, on the control plane\n```\n\nEach etcd has a number, which its snapshots' names begin with. Nodes notice that it is another one: they claim their ranges\nof containers again and start flanneld, kube-proxy and kubelet anew (`journalctl -u flannel-lease`). Pods that watch the\nAPI themselves, such as those of DNS, may have missed something: delete them, their controllers make them anew.\n\nA control plane that finds snapshots and none that is whole does not start an empty etcd beside them: its step\n`restore-etcd` fails and says so. Move the broken ones out of the prefix to begin anew.\n\nIt waits up to five minutes for its predecessor to go, and does not start beside one that runs. Of one that AWS\ncannot stop, in a zone that is lost, take the name away:\n\n```sh\naws ec2 create-tags --resources INSTANCE --tags Key=Name,Value=lost\n```\n\n";
;
}
output += "## Scale it\n\nOne number in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),81,15), env.opts.autoescape);
output += "`, then compile and apply:\n\n";
frame = frame.push();
var t_19 = runtime.contextOrFrameLookup(context, frame, "scalable");
if(t_19) {t_19 = runtime.fromIterator(t_19);
var t_18 = t_19.length;
for(var t_17=0; t_17 < t_19.length; t_17++) {
var t_20 = t_19[t_17];
frame.set("pool", t_20);
frame.set("loop.index", t_17 + 1);
frame.set("loop.index0", t_17);
frame.set("loop.revindex", t_18 - t_17);
frame.set("loop.revindex0", t_18 - t_17 - 1);
frame.set("loop.first", t_17 === 0);
frame.set("loop.last", t_17 === t_18 - 1);
frame.set("loop.length", t_18);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_20),"cite")),84,3), env.opts.autoescape);
output += "` is the number of nodes of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_20),"name")),84,54), env.opts.autoescape);
output += "`: edit it, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_20),"name")),84,112), env.opts.autoescape);
output += " +1 ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),84,136), env.opts.autoescape);
output += "`; `min` and `max` bound it.\n";
;
}
}
frame = frame.pop();
output += "\nAWS keeps a group at its number. It grows under load only where a scaling policy of yours says so, and the next apply\nsets the number of the spec again.\n\n## Change it\n\nNew user-data, and so every new file that it names, replaces the machines of its group one after the other\n(`aws autoscaling describe-instance-refreshes --auto-scaling-group-name NAME` shows how far it is,\n`cancel-instance-refresh` stops it). The next one goes only when the new one has said that it serves, a node when Kubernetes\ncalls it Ready (`journalctl -u launch-complete`), and pools go on only when the control plane is through. A machine that\nhas not said so after two hours is given up and replaced; the old ones stay meanwhile. What lies on a node goes with it,\nthe `emptyDir` volumes of pods too.\n";
if(runtime.contextOrFrameLookup(context, frame, "keepsConsul")) {
output += "Consul's servers keep their data there: let them find each other again before the next node goes.\n";
;
}
output += "The control plane goes before its successor comes: the API is away for some minutes";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "snapshotNote")),101,83), env.opts.autoescape);
output += ".\n\n## Take a zone, a pool or an address away\n\nTake it out of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),105,16), env.opts.autoescape);
output += "` and compile; `clusterwright diff` says what goes. `make apply` then leaves in the network\nwhat machines may still stand in, applies the machines' stack, waits until none is left in a subnet that goes, and applies\nthe network once more. Should it stop in between, run it again: it looks at what is there.\n\n- The last of `platform.zones` goes without further ado. Of any other, `synth` says which ranges the rest keep, to be named\n  in the spec. A control plane in the zone is made anew in another one, and the API is away meanwhile.\n";
if(runtime.contextOrFrameLookup(context, frame, "databaseZones")) {
output += "- RDS keeps a subnet that the database stands in: have it fail over first (`aws rds reboot-db-instance --force-failover`).\n";
;
}
output += "- The nodes of a pool go with all that lies on them. See first that its pods have a place elsewhere.\n- Of Elastic IPs, those with the highest numbers go, whoever has them; a node that loses its own takes a free one.\n\n## Look into it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "alarms")) {
output += "- CloudWatch has alarms ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "alarms")),120,24), env.opts.autoescape);
output += ": too few machines of a group that serve, no new copy of etcd (which is so until the first one comes), boots that fail.\n";
;
}
output += "- `journalctl -u kube-apiserver` on the control plane, `journalctl -u kube-kubelet` on a node.\n- `inventory.json` lists every file here with its digest and the part of the spec it comes from.\n\n";
if(runtime.contextOrFrameLookup(context, frame, "statePlace")) {
output += "State lives in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "statePlace")),126,16), env.opts.autoescape);
output += "`, locked while Terraform works. What is still in this directory is moved there\nby `terraform -chdir=stacks/<stack> init -migrate-state`, stack by stack.\n";
;
}
else {
output += "State (`stacks/*/terraform.tfstate`) lives in this directory: keep it; `.gitignore` keeps it out of version control.\n";
;
}
output += "\n## Take it down\n\n```sh\nmake destroy  # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "destroyOrder")),135,16), env.opts.autoescape);
output += "\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "protectedData")) {
output += "\nTerraform and AWS refuse to destroy what is in the data stack: `make destroy` stops before it, and what it stands in\nstays, too. To give it up, say `protected: false` under `data` and compile; this section then goes on.\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "openData")) {
output += "\nWhat is in the data stack is no longer protected once `terraform -chdir=stacks/data apply` has said so to AWS. A bucket\nhas to be empty, old versions and all, before it can go; that of the cluster has the snapshots of etcd.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "lastSnapshot")),145,103), env.opts.autoescape);
output += "\n";
;
}
output += "\nWhat Terraform did not make stays: images and programs in the bucket, parameters and secrets, log groups of yours";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "zoneLeft")),148,113), env.opts.autoescape);
output += ".\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups-tls-change.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Scale it\n\nOne number in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),2,15), env.opts.autoescape);
output += "`, then compile and apply:\n\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "scalable");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("pool", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"cite")),5,3), env.opts.autoescape);
output += "` is the number of nodes of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),5,54), env.opts.autoescape);
output += "`: edit it, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),5,112), env.opts.autoescape);
output += " +1 ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),5,136), env.opts.autoescape);
output += "`; `min` and `max` bound it.\n";
;
}
}
frame = frame.pop();
output += "\nAWS keeps a group at its number. It grows under load only where a scaling policy of yours says so, and the next apply\nsets the number of the spec again.\n\n## Change it\n\nNew user-data, and so every new file that it names, replaces the machines of its group one after the other\n(`aws autoscaling describe-instance-refreshes --auto-scaling-group-name NAME` shows how far it is,\n`cancel-instance-refresh` stops it). The next one goes only when the new one has said that it serves, a node when Kubernetes\ncalls it Ready (`journalctl -u launch-complete`), and pools go on only when the control plane is through. A machine that\nhas not said so after two hours is given up and replaced; the old ones stay meanwhile. What lies on a node goes with it,\nthe `emptyDir` volumes of pods too. AWS takes a machine away without asking Kubernetes first: pods have\n`terminationGracePeriodSeconds`, 45 seconds at most.\n";
if(runtime.contextOrFrameLookup(context, frame, "keepsConsul")) {
output += "Consul's servers keep their data there: let them find each other again before the next node goes.\n";
;
}
output += "The control plane goes before its successor comes, which takes its disk over: the API is away for some minutes.\n";
if(runtime.contextOrFrameLookup(context, frame, "imageNewest")) {
output += "\nTerraform looks for the newest image whenever it plans: where its publisher has a newer one, an apply replaces every machine for\nit. `os.image` in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),27,19), env.opts.autoescape);
output += "` holds one fast.\n";
;
}
output += "\n## Take a zone, a pool or an address away\n\nTake it out of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),32,16), env.opts.autoescape);
output += "` and compile; `clusterwright diff` says what goes. `make apply` then leaves in the network\nwhat machines may still stand in, applies the machines' stack, waits until none is left in a subnet that goes, and applies\nthe network once more. Should it stop in between, run it again: it looks at what is there.\n\n- The last of `platform.zones` goes without further ado. Of any other, `synth` says which ranges the rest keep, to be named\n  in the spec. The first is where the control plane and its disk are: it stays.\n";
if(runtime.contextOrFrameLookup(context, frame, "databaseZones")) {
output += "- RDS keeps a subnet that the database stands in: have it fail over first (`aws rds reboot-db-instance --force-failover`).\n";
;
}
output += "- The nodes of a pool go with all that lies on them. See first that its pods have a place elsewhere.\n- Of Elastic IPs, those with the highest numbers go, whoever has them; a node that loses its own takes a free one.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups-tls-lost.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## When the control plane is lost\n\nIts group makes another machine in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "diskZone")),2,35), env.opts.autoescape);
output += ", which takes the disk over once its predecessor is gone: etcd's data,\ncertificates and keys are on it (`/var/lib/control-plane`), so that nothing is lost but some minutes. Nodes and pods go on\nmeanwhile. Of a machine that AWS cannot stop, take the disk away by force:\n\n```sh\ndisk=$(terraform -chdir=stacks/cluster output -raw control_plane_disk)\naws ec2 detach-volume --volume-id \"$disk\" --force\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups-tls.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it makes\n\n| group | machines | least to most | where | disks |\n|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "machineGroups");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("group", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"group")),5,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"desired")),5,31), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"instanceType")),5,56), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"min")),5,88), env.opts.autoescape);
output += " to ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"max")),5,112), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"place")),5,135), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"disks")),5,160), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcCidr")),10,2), env.opts.autoescape);
output += " | the VPC";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcNote")),10,30), env.opts.autoescape);
output += " |\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "subnets");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("subnet", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"range")),12,2), env.opts.autoescape);
output += " | the ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"kind")),12,32), env.opts.autoescape);
output += " subnet in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"zone")),12,65), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),14,2), env.opts.autoescape);
output += " | containers; each machine has a /24 from the API |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),15,2), env.opts.autoescape);
output += " | services (`<service>.<namespace>.svc.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "domain")),15,64), env.opts.autoescape);
output += "`), in iptables on the machines only; DNS is ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsServiceIp")),15,128), env.opts.autoescape);
output += " |\n\n| name | leads to |\n|---|---|\n";
frame = frame.push();
var t_11 = runtime.contextOrFrameLookup(context, frame, "names");
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("entry", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_12),"name")),20,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"what")),20,30), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n";
if(runtime.contextOrFrameLookup(context, frame, "checkedNames")) {
output += "Route 53 asks each Elastic IP on port 80, every 30 seconds; the public name of a pool leads to those that answer, eight at a\ntime at most, and to all of them while none does. A node that has lost its address takes a free one within a minute.\n\n";
;
}
output += "Security groups:";
frame = frame.push();
var t_15 = runtime.contextOrFrameLookup(context, frame, "securityGroups");
if(t_15) {t_15 = runtime.fromIterator(t_15);
var t_14 = t_15.length;
for(var t_13=0; t_13 < t_15.length; t_13++) {
var t_16 = t_15[t_13];
frame.set("each", t_16);
frame.set("loop.index", t_13 + 1);
frame.set("loop.index0", t_13);
frame.set("loop.revindex", t_14 - t_13);
frame.set("loop.revindex0", t_14 - t_13 - 1);
frame.set("loop.first", t_13 === 0);
frame.set("loop.last", t_13 === t_14 - 1);
frame.set("loop.length", t_14);
output += " `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_16),28,50), env.opts.autoescape);
output += "`";
;
}
}
frame = frame.pop();
output += ".\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-groups.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "name")),0,2), env.opts.autoescape);
output += "\n\nKubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),2,11), env.opts.autoescape);
output += " on AWS in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),2,40), env.opts.autoescape);
output += ", environment ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "environment")),2,71), env.opts.autoescape);
output += ": auto-scaling groups over ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "zoneCount")),2,120), env.opts.autoescape);
output += ".\nGenerated from `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),3,16), env.opts.autoescape);
output += "`. Change the spec and compile again; a file here that you edited is never overwritten unasked.\n\n**This Kubernetes trusts its network.** The API on port ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),5,56), env.opts.autoescape);
output += " and etcd ask nobody who they are: every pod, and everybody who\nreaches a machine of the cluster as its nodes do, can do everything in it. Let nothing run here that may not.\n\n## Before the first apply\n\n- Terraform ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "terraformVersion")),10,12), env.opts.autoescape);
output += " or later, and AWS credentials in the environment (`AWS_PROFILE`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`).\n";
if(runtime.contextOrFrameLookup(context, frame, "manifestsNeed")) {
output += "- To create manifests by hand: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "manifestsNeed")),12,31), env.opts.autoescape);
output += ".\n";
;
}
output += "- jq, and for a zone that goes the AWS command line: `stacks/apply.sh` looks into Terraform's plans, and at who is still there.\n- The EC2 key pair `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "keyPair")),15,20), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),15,52), env.opts.autoescape);
output += ".\n- A kubectl of Kubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),16,26), env.opts.autoescape);
output += ", for Linux at `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectlUrl")),16,60), env.opts.autoescape);
output += "`; a newer one does not speak its API.\n- Bucket names are global, and the data stack makes these, so they are free:";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "madeBuckets");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("made", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += " `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_4),17,107), env.opts.autoescape);
output += "`";
;
}
}
frame = frame.pop();
output += ".\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "things");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("thing", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, t_8),19,2), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
frame = frame.push();
var t_11 = runtime.contextOrFrameLookup(context, frame, "secrets");
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("secret", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "- The secret `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_12),"name")),22,14), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"where")),22,50), env.opts.autoescape);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"keys")),22,73), env.opts.autoescape);
output += ".\n";
;
}
}
frame = frame.pop();
output += "- The image `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "image")),24,13), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),24,43), env.opts.autoescape);
output += " and your account may use it. Its root disk is called ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "rootDevice")),24,114), env.opts.autoescape);
output += "; ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "imageBrings")),24,137), env.opts.autoescape);
output += ".\n\n## Bring it up\n\n```sh\nmake plan     # what would change, stack by stack\nmake apply    # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "stackOrder")),30,16), env.opts.autoescape);
output += "\n```\n\n`make` only saves typing: each target runs `terraform -chdir=stacks/<stack>` over the stacks in order; `apply` does so\nthrough `stacks/apply.sh`, which keeps what is taken away until no machine needs it. A stack that has\nnever been applied has no outputs, so the first `make plan` stops early; `make apply` goes through all.\n\nTerraform does not wait for machines. The control plane needs about five minutes after the apply, nodes join when it\nanswers. A machine whose boot fails shows it (`systemctl --failed`) and tries again every minute.\n";
if(runtime.contextOrFrameLookup(context, frame, "delegate")) {
output += "\nDelegate `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "publicZone")),41,10), env.opts.autoescape);
output += "` from its parent domain to the name servers of its new zone:\n\n```sh\nterraform -chdir=stacks/network output public_zone_name_servers\n```\n";
;
}
output += "\n## Reach it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "jumpPool")) {
output += "Machines have private addresses. The nodes of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "jumpPool")),51,47), env.opts.autoescape);
output += "` are the way in, for the ranges of `platform.access.ssh`:\n\n```sh\njump=$(terraform -chdir=stacks/network output -json ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "jumpOutput")),54,52), env.opts.autoescape);
output += " | jq -r '.[0]') # one that a node has\nssh -J \"";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),55,8), env.opts.autoescape);
output += "@$jump\" ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),55,38), env.opts.autoescape);
output += "@";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneName")),55,59), env.opts.autoescape);
output += "\n```\n";
;
}
else {
output += "Machines have private addresses, and nobody outside the VPC may log in: come from an address\nof the VPC itself, ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcRange")),59,19), env.opts.autoescape);
output += ": a machine of yours there, or a VPN that gives you one. (`platform.access.ssh` and a\npublic pool would open a way.)\n";
;
}
output += "\nThe plain API is for the VPC alone; a tunnel leads to it, and the commands below use it:\n\n```sh\nmaster=";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneName")),66,7), env.opts.autoescape);
output += "\nssh -f -N -L ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),67,13), env.opts.autoescape);
output += ":localhost:";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),67,42), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "jumpOption")),67,61), env.opts.autoescape);
output += "\"";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),67,85), env.opts.autoescape);
output += "@$master\"\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),68,0), env.opts.autoescape);
output += " get ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "nodeResource")),68,25), env.opts.autoescape);
output += "\n```\n\n";
if(runtime.contextOrFrameLookup(context, frame, "apiPublic")) {
output += "From the ranges of `platform.access.api`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "natNote")),72,40), env.opts.autoescape);
output += " the API answers over TLS to who has the value of\n`API_TOKEN`, which is one line without commas and quotes:\n\n```sh\nsigned_in() { # the token goes through a pipe: on a command line every process could read it\n  printf '{ \"apiVersion\": \"v1\", \"kind\": \"Config\", \"users\": [{ \"name\": \"admin\", \"user\": { \"token\": \"%s\" } }],\n    \"clusters\": [{ \"name\": \"it\", \"cluster\": { \"server\": \"https://%s\" } }], \"current-context\": \"admin\",\n    \"contexts\": [{ \"name\": \"admin\", \"context\": { \"user\": \"admin\", \"cluster\": \"it\" } }] }' \"$API_TOKEN\" ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiName")),79,103), env.opts.autoescape);
output += "\n}\nkubectl --kubeconfig=<(signed_in) ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "tlsOption")),81,34), env.opts.autoescape);
output += "get ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "nodeResource")),81,60), env.opts.autoescape);
output += "\n```\n";
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-images.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Carry the public images there\n\nDocker of this time asks public registries in ways that they have given up. Carry the public images to every node by\na Docker daemon that still writes the old format (17.05 or earlier):\n\n```sh\ndocker save";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "images");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("image", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += " \\\n  ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),7,2), env.opts.autoescape);
;
}
}
frame = frame.pop();
output += " >images.tar\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "nodes");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("node", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "ssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_8),"words")),9,4), env.opts.autoescape);
output += " sudo docker load <images.tar\n";
;
}
}
frame = frame.pop();
output += "```\n\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-imported.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Bring the images that no registry has\n\nOn the machine where the containers are, write each as a tar file; from here, bring them to every node. Run again, only what is\nnot there yet is sent:\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "imported");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("image", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "docker export CONTAINER >images/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"file")),7,32), env.opts.autoescape);
output += " # becomes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),7,64), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "./push.sh --images images\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-join.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Let nodes join\n\nA host waits, once it has booted, for what it joins by: the control plane makes it, for 15 minutes, and it goes to the hosts through this\nmachine's memory alone. When the control plane is there (`ssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),3,62), env.opts.autoescape);
output += " systemctl is-active kubeadm-init`):\n\n```sh\n./push.sh --join\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-places.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it is on\n\n| host | address | role | zone | containers |\n|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "hosts");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("host", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),5,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"address")),5,29), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"role")),5,55), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"zone")),5,78), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"containers")),5,101), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),10,2), env.opts.autoescape);
output += " | containers; ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "networkWords")),10,35), env.opts.autoescape);
output += " |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),11,2), env.opts.autoescape);
output += " | services, in iptables on the hosts only";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsWords")),11,66), env.opts.autoescape);
output += " |\n\netcd runs on ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "members")),13,13), env.opts.autoescape);
output += ". Its data is there in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "etcdDirectory")),13,55), env.opts.autoescape);
output += "` and nowhere else: copy it, as `etcdctl backup` does.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-push.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Bring it up\n\n```sh\n./push.sh --dry-run # what would change on which host\n./push.sh           # one host after the other, in the order of hosts/table\n```\n\n`push.sh` copies a host's part of this tree there and runs `install.sh` on it, which puts files in place, starts units in their\norder, and starts those again whose files have changed. It stops at the first host that fails and goes on from there when you run it again.\nWhat ssh is to be told besides what `hosts/table` has goes into `SSH_OPTIONS`.\nStep by step, who is asked before who asks:\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "steps");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("step", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "./push.sh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"hosts")),14,10), env.opts.autoescape);
output += " # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"what")),14,36), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n\nWithout ssh, carry this directory to a host and run `sudo ./install.sh` there: it finds the host's part by its name and address.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-reach.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Reach it\n\n```sh\nssh -f -N ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "jumpWords")),3,10), env.opts.autoescape);
output += "-L ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),3,35), env.opts.autoescape);
output += ":localhost:";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),3,64), env.opts.autoescape);
output += " -p ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sshPort")),3,86), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sshTarget")),3,105), env.opts.autoescape);
output += "\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),4,0), env.opts.autoescape);
output += " get ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "nodeResource")),4,25), env.opts.autoescape);
output += "\n```\n\nWhether all of it is well, a line for whatever is looked at: members of etcd, nodes, leases, a pod across machines:\n\n```sh\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),10,4), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sanity")),10,35), env.opts.autoescape);
output += "\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-reference.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Scale it\n\nAdd hosts to `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "hostsKey")),2,14), env.opts.autoescape);
output += "`, or take them out, then compile and push. Or say how many of a pool's hosts are\nin use, the first of them:\n\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "pools");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("pool", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),6,3), env.opts.autoescape);
output += "` has ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"count")),6,31), env.opts.autoescape);
output += " of its ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"capacity")),6,60), env.opts.autoescape);
output += " hosts: edit `count` of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"cite")),6,109), env.opts.autoescape);
output += "`, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),6,158), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"count")),6,179), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),6,201), env.opts.autoescape);
output += "`.\n";
;
}
}
frame = frame.pop();
output += "\nA host that is to go is emptied on itself, before it is taken out of the spec, and Kubernetes is told:\n\n```sh\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "leaving");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("command", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_8),13,0), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n";
if(runtime.contextOrFrameLookup(context, frame, "plainApi")) {
output += "\nA member of etcd is first taken out of etcd (`etcdctl member remove`), and one that comes is first told to it (`etcdctl member add`):\netcd reads the list of its members once, when its data directory is empty.\n";
;
}
output += "\n## Change it\n\n`clusterwright diff` between two versions says per host which files change and which units that starts again; `./push.sh --dry-run`\nasks the hosts themselves. What somebody edited on a host is left alone and reported: put it into `files` of the spec, or\ntake it over with `sudo /var/lib/clusterwright/tree/install.sh --replace PATH` there.\n\n## Look into it\n\n- `machines/<role>/` has the files and units of each role, `hosts/<host>.env` what only that host is.\n- `/var/lib/clusterwright/installed` on a host lists what `install.sh` put there, with digests; `replaced/` beside it what was there before, `edited/` what `--replace` took over.\n- `journalctl -u ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "apiUnit")),32,17), env.opts.autoescape);
output += "` on the control plane, `journalctl -u ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubeletUnit")),32,76), env.opts.autoescape);
output += "` on a node.\n- `inventory.json` lists every file here with its digest and the part of the spec it comes from.\n\n## Take it down\n\nOn each host, nodes first: `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "removal")),37,28), env.opts.autoescape);
output += "`. It stops what it started and removes what it wrote; data\n(`/var/lib/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "runtimeDirectory")),38,11), env.opts.autoescape);
output += "`, `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "etcdDirectory")),38,44), env.opts.autoescape);
output += "`) stays.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-tls-places.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it is on\n\n| host | address | role | zone | containers |\n|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "hosts");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("host", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),5,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"address")),5,29), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"role")),5,55), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"zone")),5,78), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"containers")),5,101), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),10,2), env.opts.autoescape);
output += " | containers; ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "networkWords")),10,35), env.opts.autoescape);
output += " |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),11,2), env.opts.autoescape);
output += " | services, in iptables on the hosts only";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsWords")),11,66), env.opts.autoescape);
output += " |\n\nThe control plane is known as `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "endpoint")),13,31), env.opts.autoescape);
output += "`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "endpointNote")),13,53), env.opts.autoescape);
output += ". etcd runs on it as a pod; its data is in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "etcdDirectory")),13,120), env.opts.autoescape);
output += "`.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-tls-reach.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Reach it\n\nThe API answers to whoever has a kubeconfig. The control plane makes you one, for 12 hours unless you say another number behind\nthe name; it is in the file that you name here, and nowhere else. A tunnel leads there:\n\n```sh\nssh -f -N ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "jumpWords")),6,10), env.opts.autoescape);
output += "-L ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),6,35), env.opts.autoescape);
output += ":127.0.0.1:";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),6,64), env.opts.autoescape);
output += " -p ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sshPort")),6,86), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sshTarget")),6,105), env.opts.autoescape);
output += "\n(umask 077 && ssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),7,18), env.opts.autoescape);
output += " sudo ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "operatorKubeconfig")),7,54), env.opts.autoescape);
output += " \"$USER\" >";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),7,93), env.opts.autoescape);
output += ".kubeconfig)\nexport KUBECONFIG=$PWD/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "name")),8,23), env.opts.autoescape);
output += ".kubeconfig\nkubectl get nodes\n```\n\nWhether all of it is well, a line for whatever is looked at: the API, etcd, certificates, nodes, the cluster's own pods:\n\n```sh\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),15,4), env.opts.autoescape);
output += " sudo ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "sanity")),15,40), env.opts.autoescape);
output += "\n```\n\nWhat is in `/etc/kubernetes/pki` is on the control plane alone, and no cluster comes back without it: certificates, keys, and in\n`encryption.yaml` the one that secrets are encrypted with. Keep a copy where it is safe, and beside it snapshots of etcd:\n\n```sh\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),22,4), env.opts.autoescape);
output += " sudo tar -c -C / etc/kubernetes/pki >SAFE-PLACE/keys.tar\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),23,4), env.opts.autoescape);
output += " 'sudo sh -c \"";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "snapshot")),23,48), env.opts.autoescape);
output += "\"'\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "controlPlaneWords")),24,4), env.opts.autoescape);
output += " sudo cat /var/lib/etcd-snapshot.db >SAFE-PLACE/etcd.db\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-user-data-reference.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Scale it\n\nAdd hosts to `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "hostsKey")),2,14), env.opts.autoescape);
output += "`, or take them out, then compile and bring it there. Or say how many of a pool's hosts are\nin use, the first of them:\n\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "pools");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("pool", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),6,3), env.opts.autoescape);
output += "` has ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"count")),6,31), env.opts.autoescape);
output += " of its ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"capacity")),6,60), env.opts.autoescape);
output += " hosts: edit `count` of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"cite")),6,109), env.opts.autoescape);
output += "`, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),6,158), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"count")),6,179), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),6,201), env.opts.autoescape);
output += "`.\n";
;
}
}
frame = frame.pop();
output += "\nA host that is to go is taken out of the spec, and out of Kubernetes, when nothing of the cluster runs on it any more:\n\n```sh\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "leaving");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("command", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_8),13,0), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n";
if(runtime.contextOrFrameLookup(context, frame, "plainApi")) {
output += "\nA member of etcd is first taken out of etcd (`etcdctl member remove`), and one that comes is first told to it (`etcdctl member add`):\netcd reads the list of its members once, when its data directory is empty.\n";
;
}
output += "\n## Change it\n\n`clusterwright diff` between two versions says per host which files change and which units read them. Bring the new user-data there\nas above, host by host. What has changed is started again by hand, or by a reboot of the host.\n\n## Look into it\n\n- `machines/<role>/` has the files and units of each role, `hosts/<host>.env` what only that host is.\n- `systemctl status kubernetes-control-plane.target`, `kubernetes-node.target` there, `systemctl list-dependencies` of either.\n- `journalctl -u ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "apiUnit")),31,17), env.opts.autoescape);
output += "` on the control plane, `journalctl -u ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubeletUnit")),31,76), env.opts.autoescape);
output += "` on a node.\n- `inventory.json` lists every file here with its digest and the part of the spec it comes from.\n\n## Take it down\n\nOn each host, nodes first: stop what runs (`systemctl stop` of the target and of the units that it lists), remove `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "userDataPath")),36,115), env.opts.autoescape);
output += "`, then\nwhat the user-data wrote. Data (`/var/lib/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "runtimeDirectory")),37,42), env.opts.autoescape);
output += "`, `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "etcdDirectory")),37,75), env.opts.autoescape);
output += "`) stays until you remove it.\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts-user-data.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Bring it up\n\nEach host boots from its user-data, ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "whenRead")),2,36), env.opts.autoescape);
output += ".\nHost by host, who is asked before who asks:\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "hostsByOrder");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("host", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "ssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"words")),7,4), env.opts.autoescape);
output += " 'sudo mkdir -p ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "userDataDirectory")),7,43), env.opts.autoescape);
output += " && sudo tee ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "userDataPath")),7,86), env.opts.autoescape);
output += " >/dev/null' <";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"file")),7,125), env.opts.autoescape);
output += "\nssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"words")),8,4), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "userDataCommand")),8,28), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-hosts.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "name")),0,2), env.opts.autoescape);
output += "\n\nKubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),2,11), env.opts.autoescape);
output += " on hosts that are there already: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "summary")),2,63), env.opts.autoescape);
output += ".\nGenerated from `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),3,16), env.opts.autoescape);
output += "`. Change the spec and compile again; a file here that you edited is never overwritten unasked.\n\n**This Kubernetes trusts its network.** The API on port ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),5,56), env.opts.autoescape);
output += " and etcd ask nobody who they are: every pod, and everybody who\nreaches these hosts as they reach each other, can do everything in the cluster. Let nothing run here that may not.\n\n## Before anything else\n\n- Each host calls itself (`hostname`) what the table below calls it, has the address there, and resolves the names of all hosts to\n  their addresses, its own included.\n- The hosts reach each other on every port, and nobody else reaches them but by ssh and where pods answer.\n- You log in to each by ssh with a key, as a user who is root or becomes it by sudo without a password; ssh knows the host keys already.\n";
if(runtime.contextOrFrameLookup(context, frame, "manifestsNeed")) {
output += "- For the manifests: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "manifestsNeed")),15,21), env.opts.autoescape);
output += ".\n";
;
}
output += "- A kubectl of Kubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),17,26), env.opts.autoescape);
output += ", for Linux at `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectlUrl")),17,60), env.opts.autoescape);
output += "`; a newer one does not speak its API.\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "things");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("thing", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, t_4),19,2), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-images.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "\nThe cluster pulls these images from its own registry; they have to be there before their pods can start. Build those\nof `images/` where you like, bring the others yourself, and push them through a tunnel.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dockerNote")),2,87), env.opts.autoescape);
output += "\n\n```sh\nssh -f -N -L ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "registryPort")),5,13), env.opts.autoescape);
output += ":";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "registryIp")),5,37), env.opts.autoescape);
output += ":";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "registryPort")),5,59), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "jumpOption")),5,83), env.opts.autoescape);
output += "\"";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),5,107), env.opts.autoescape);
output += "@$master\"\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "images");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("image", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_4),7,0), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n\nThen the rest:\n\n```sh\nmanifests/apply.sh\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-pinned.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What the machines fetch\n\nEach program is taken only if it has the content that is known here, and looked at again at every boot. Another patch release\nis a line of the spec where it is known, and the digests of its programs besides where it is not.\n\n| program | version | for | SHA-256 |\n|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "programs");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("program", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| [`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),8,4), env.opts.autoescape);
output += "`](";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"url")),8,32), env.opts.autoescape);
output += ") | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"version")),8,58), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"architecture")),8,87), env.opts.autoescape);
output += " | `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"digest")),8,122), env.opts.autoescape);
output += "` |\n";
;
}
}
frame = frame.pop();
output += "\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-placed-images.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Carry the public images there\n\nDocker of this time asks public registries in ways that they have given up. Carry the public images to every node by\na Docker daemon that still writes the old format (17.05 or earlier):\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "images");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("image", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "docker save ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_4),"name")),7,12), env.opts.autoescape);
output += " | ssh ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),7,40), env.opts.autoescape);
output += "@NODE sudo docker load\n";
;
}
}
frame = frame.pop();
output += "```\n\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-placed-reference.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## What it makes\n\n| machine | zone | address | containers |\n|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "machines");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("machine", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"name")),5,2), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"zone")),5,28), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"address")),5,54), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"containers")),5,83), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\nThe control plane is a ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "instanceType")),8,23), env.opts.autoescape);
output += " with ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "diskSize")),8,52), env.opts.autoescape);
output += " GiB.\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "pools");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("pool", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "The pool `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_8),"name")),10,10), env.opts.autoescape);
output += "` has ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"count")),10,38), env.opts.autoescape);
output += " nodes, ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"instanceType")),10,67), env.opts.autoescape);
output += " with ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"diskSize")),10,101), env.opts.autoescape);
output += " GiB each.\n";
;
}
}
frame = frame.pop();
output += "\n| range | what |\n|---|---|\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "vpcCidr")),15,2), env.opts.autoescape);
output += " | the VPC |\n";
frame = frame.push();
var t_11 = runtime.contextOrFrameLookup(context, frame, "zones");
if(t_11) {t_11 = runtime.fromIterator(t_11);
var t_10 = t_11.length;
for(var t_9=0; t_9 < t_11.length; t_9++) {
var t_12 = t_11[t_9];
frame.set("zone", t_12);
frame.set("loop.index", t_9 + 1);
frame.set("loop.index0", t_9);
frame.set("loop.revindex", t_10 - t_9);
frame.set("loop.revindex0", t_10 - t_9 - 1);
frame.set("loop.first", t_9 === 0);
frame.set("loop.last", t_9 === t_10 - 1);
frame.set("loop.length", t_10);
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"subnet")),17,2), env.opts.autoescape);
output += " | the subnet in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_12),"name")),17,41), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "podCidr")),19,2), env.opts.autoescape);
output += " | containers; ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "networkWords")),19,35), env.opts.autoescape);
output += " |\n| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "serviceCidr")),20,2), env.opts.autoescape);
output += " | services (`<service>.<namespace>.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "domain")),20,60), env.opts.autoescape);
output += "`), in iptables on the machines only";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsWords")),20,115), env.opts.autoescape);
output += " |\n";
if(runtime.contextOrFrameLookup(context, frame, "asksDns")) {
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "dnsServiceIp")),22,2), env.opts.autoescape);
output += " | the DNS service";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "createDns")),22,43), env.opts.autoescape);
output += ": containers resolve through it |\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "asksRegistry")) {
output += "| ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "registryIp")),25,2), env.opts.autoescape);
output += " | the registry service `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "registryHost")),25,48), env.opts.autoescape);
output += "`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "createRegistry")),25,74), env.opts.autoescape);
output += ": the nodes' `/etc/hosts` says so |\n";
;
}
output += "\nThe load balancer `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "elb")),28,19), env.opts.autoescape);
output += "` takes\n";
frame = frame.push();
var t_15 = runtime.contextOrFrameLookup(context, frame, "listeners");
if(t_15) {t_15 = runtime.fromIterator(t_15);
var t_14 = t_15.length;
for(var t_13=0; t_13 < t_15.length; t_13++) {
var t_16 = t_15[t_13];
frame.set("listener", t_16);
frame.set("loop.index", t_13 + 1);
frame.set("loop.index0", t_13);
frame.set("loop.revindex", t_14 - t_13);
frame.set("loop.revindex0", t_14 - t_13 - 1);
frame.set("loop.first", t_13 === 0);
frame.set("loop.last", t_13 === t_14 - 1);
frame.set("loop.length", t_14);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_16),"protocol")),30,2), env.opts.autoescape);
output += " on ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_16),"port")),30,34), env.opts.autoescape);
output += " to port ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_16),"nodePort")),30,67), env.opts.autoescape);
output += " of every node,\n";
;
}
}
frame = frame.pop();
output += "\nand asks ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"target")),33,9), env.opts.autoescape);
output += " of every node each ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"intervalSeconds")),33,53), env.opts.autoescape);
output += " s (timeout ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"timeoutSeconds")),33,98), env.opts.autoescape);
output += " s, out after ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"unhealthyThreshold")),33,144), env.opts.autoescape);
output += " failures, back after ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((runtime.contextOrFrameLookup(context, frame, "health")),"healthyThreshold")),33,202), env.opts.autoescape);
output += ").\nSecurity groups:";
frame = frame.push();
var t_19 = runtime.contextOrFrameLookup(context, frame, "securityGroups");
if(t_19) {t_19 = runtime.fromIterator(t_19);
var t_18 = t_19.length;
for(var t_17=0; t_17 < t_19.length; t_17++) {
var t_20 = t_19[t_17];
frame.set("each", t_20);
frame.set("loop.index", t_17 + 1);
frame.set("loop.index0", t_17);
frame.set("loop.revindex", t_18 - t_17);
frame.set("loop.revindex0", t_18 - t_17 - 1);
frame.set("loop.first", t_17 === 0);
frame.set("loop.last", t_17 === t_18 - 1);
frame.set("loop.length", t_18);
output += " `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_20),34,50), env.opts.autoescape);
output += "`";
;
}
}
frame = frame.pop();
output += ".\n\n## Scale it\n\nOne number in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),38,15), env.opts.autoescape);
output += "`, then compile and apply:\n\n";
frame = frame.push();
var t_23 = runtime.contextOrFrameLookup(context, frame, "pools");
if(t_23) {t_23 = runtime.fromIterator(t_23);
var t_22 = t_23.length;
for(var t_21=0; t_21 < t_23.length; t_21++) {
var t_24 = t_23[t_21];
frame.set("pool", t_24);
frame.set("loop.index", t_21 + 1);
frame.set("loop.index0", t_21);
frame.set("loop.revindex", t_22 - t_21);
frame.set("loop.revindex0", t_22 - t_21 - 1);
frame.set("loop.first", t_21 === 0);
frame.set("loop.last", t_21 === t_22 - 1);
frame.set("loop.length", t_22);
output += "- `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_24),"cite")),41,3), env.opts.autoescape);
output += "` is the number of nodes of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_24),"name")),41,54), env.opts.autoescape);
output += "`: edit it, or `clusterwright scale ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_24),"name")),41,112), env.opts.autoescape);
output += " +1 ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),41,136), env.opts.autoescape);
output += "`.\n";
;
}
}
frame = frame.pop();
output += "\nA node more adds its own resources and touches no other. A node less takes the last one. Nodes keep their addresses.\nKubernetes does not forget a node that is gone by itself; its name is its private address, as in the table above:\n\n```sh\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),48,0), env.opts.autoescape);
output += " delete ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "nodeResource")),48,28), env.opts.autoescape);
output += " ADDRESS\n```\n\n";
if(runtime.contextOrFrameLookup(context, frame, "nodesVote")) {
output += "Each node is a member of etcd, and more than half of the members have to be there at any time: take nodes away one by\none, and see that etcd is well in between.\n";
;
}
output += "\n## Change it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "inPlace")) {
output += "New user-data is applied by stopping and starting the machine: it keeps its disk, its address and, through its disk,\nits part of etcd. Terraform alone would do so to ten machines at once; `make apply` takes them one after the other, waits\nuntil EC2 can reach each again, and asks before the next.\n";
;
}
else {
output += "New user-data makes the machine anew. Terraform alone would do so to all at once; `make apply` takes them one after the other,\nwaits until EC2 can reach each again, and asks before the next: that is the time to see that the one before is back and ready.\n\nWhat Kubernetes knows is on the control plane's disk and goes with it: `synth` refuses such a change (`quorum-lost`) until you say that\nit may.\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "askEtcd")) {
output += "Before you say yes, see that etcd has all its members: `etcdctl cluster-health` on a machine. Two that are away at once may\nbe a majority, and the API stops with it.\n";
;
}
output += "\n## Take a zone or a pool away\n\nTake it out of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),76,16), env.opts.autoescape);
output += "` and compile; `clusterwright diff` says what goes. `make apply` then leaves in the network\nwhat machines may still stand in, applies the machines' stack, and applies the network once more. Should it stop in\nbetween, run it again: it looks at what is there. The last of `platform.zones` goes without further ado; of any other,\n`synth` says which ranges the rest keep, to be named in the spec.\n";
if(runtime.contextOrFrameLookup(context, frame, "databaseZones")) {
output += "RDS keeps a subnet that the database stands in: have it fail over first (`aws rds reboot-db-instance --force-failover`).\n";
;
}
output += "\n## Look into it\n\n- `machines/<group>/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "userDataFile")),86,20), env.opts.autoescape);
output += "` is what a machine boots from; its units and files stand beside it.\n- `journalctl -u kube-apiserver` on the control plane, `journalctl -u ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubeletUnit")),87,70), env.opts.autoescape);
output += "` on a node.\n- `inventory.json` lists every file here with its digest and the part of the spec it comes from.\n\n";
if(runtime.contextOrFrameLookup(context, frame, "statePlace")) {
output += "State lives in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "statePlace")),91,16), env.opts.autoescape);
output += "`, locked while Terraform works. What is still in this directory is moved there\nby `terraform -chdir=stacks/<stack> init -migrate-state`, stack by stack.\n";
;
}
else {
output += "State (`stacks/*/terraform.tfstate`) lives in this directory: keep it; `.gitignore` keeps it out of version control.\n";
;
}
output += "\n## Take it down\n\n```sh\nmake destroy  # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "destroyOrder")),100,16), env.opts.autoescape);
output += "\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "protectedData")) {
output += "\nTerraform and AWS refuse to destroy the database and the buckets: `make destroy` stops before them, and what they\nstand in stays, too. To give them up, say `protected: false` under `data` and compile; this section then goes on.\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "openData")) {
output += "\nThe database and the buckets are no longer protected once `terraform -chdir=stacks/data apply` has said so to AWS. A\nbucket has to be empty, old versions and all, before it can go.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "lastSnapshot")),110,63), env.opts.autoescape);
output += "\n";
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-placed.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "name")),0,2), env.opts.autoescape);
output += "\n\nKubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),2,11), env.opts.autoescape);
output += " on AWS in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),2,40), env.opts.autoescape);
output += ": a control plane and ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "nodeCount")),2,79), env.opts.autoescape);
output += " nodes.\nGenerated from `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),3,16), env.opts.autoescape);
output += "`. Change the spec and compile again; a file here that you edited is never overwritten unasked.\n\n**This Kubernetes trusts its network.** The API on port ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),5,56), env.opts.autoescape);
output += " and etcd ask nobody who they are: every pod, and everybody who\nreaches a machine of the cluster as its nodes do, can do everything in it. Let nothing run here that may not.\n\n## Before the first apply\n\n- Terraform ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "terraformVersion")),10,12), env.opts.autoescape);
output += " or later, and AWS credentials in the environment (`AWS_PROFILE`, or `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`).\n";
if(runtime.contextOrFrameLookup(context, frame, "manifestsNeed")) {
output += "- For the manifests: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "manifestsNeed")),12,21), env.opts.autoescape);
output += ".\n";
;
}
output += "- jq, and for a zone that goes or machines that are stopped the AWS command line: `stacks/apply.sh` looks into Terraform's plans, and at who\n  is there.\n- The EC2 key pair `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "keyPair")),16,20), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),16,52), env.opts.autoescape);
output += ".\n- A kubectl of Kubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),17,26), env.opts.autoescape);
output += ", for Linux at `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectlUrl")),17,60), env.opts.autoescape);
output += "`; a newer one does not speak its API.\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "things");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("thing", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, t_4),19,2), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "secrets");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("secret", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "- The secret `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_8),"name")),22,14), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"where")),22,50), env.opts.autoescape);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"keys")),22,73), env.opts.autoescape);
output += ".\n";
;
}
}
frame = frame.pop();
output += "- The image `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "image")),24,13), env.opts.autoescape);
output += "` exists in ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "region")),24,43), env.opts.autoescape);
output += " and your account may use it.\n\n## Bring it up\n\n```sh\nmake plan     # what would change, stack by stack\nmake apply    # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "stackOrder")),30,16), env.opts.autoescape);
output += "\n```\n\n`make` only saves typing: each target runs `terraform -chdir=stacks/<stack>` over the stacks in order; `apply` does so\nthrough `stacks/apply.sh`, which keeps what is taken away until no machine needs it. A stack that has\nnever been applied has no outputs, so the first `make plan` stops after `network`; `make apply` goes through all.\n\nThe machines need about five minutes after the apply: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "bootWords")),37,54), env.opts.autoescape);
output += ".\n\n## Reach it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "ssh")) {
output += "Machines take SSH from ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "ssh")),42,23), env.opts.autoescape);
output += " (`";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "sshKey")),42,40), env.opts.autoescape);
output += "`).\n";
;
}
else {
output += "No machine takes SSH from outside the VPC: for what follows, name your own range in `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "sshKey")),44,85), env.opts.autoescape);
output += "`, compile and apply.\n";
;
}
output += "\n```sh\nmaster=$(terraform -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "lastStack")),48,33), env.opts.autoescape);
output += " output -raw control_plane_public_ip)\nssh -f -N -L ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),49,13), env.opts.autoescape);
output += ":localhost:";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "apiPort")),49,42), env.opts.autoescape);
output += " \"";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "loginUser")),49,62), env.opts.autoescape);
output += "@$master\"\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),50,0), env.opts.autoescape);
output += " get ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "nodeResource")),50,25), env.opts.autoescape);
output += "\n```\n\nWhat runs on the nodes' ports is at the load balancer:\n\n```sh\nterraform -chdir=stacks/";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "lastStack")),56,24), env.opts.autoescape);
output += " output -raw load_balancer_dns_name\n```\n";
if(runtime.contextOrFrameLookup(context, frame, "publicName")) {
output += "\nIt is called `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "publicName")),60,14), env.opts.autoescape);
output += "`, too, once the zone's name servers say so.\n";
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-programs.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Say what the machines fetch\n\nMachines fetch these when they boot, and whoever serves them decides what runs as root on every one. What has a digest in\n`programs` of `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),3,15), env.opts.autoescape);
output += "` is taken only if it has that content.\n\n| program | SHA-256 |\n|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "programs");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("program", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),8,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"digest")),8,32), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\nLook at each where you trust it, and write down what you found:\n\n```sh\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "programs");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("program", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "curl -fsSL ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.memberLookup((t_8),"url")),15,11), env.opts.autoescape);
output += " | sha256sum # ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_8),"name")),15,48), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n";
if(runtime.contextOrFrameLookup(context, frame, "programsPlace")) {
output += "\nA copy in the bucket, under its digest, makes the machines independent of where they come from:\n\n```sh\naws s3 cp PROGRAM ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "programsPlace")),23,18), env.opts.autoescape);
output += "DIGEST\n```\n";
;
}
output += "\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-services.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Put the services on it\n\n";
if(runtime.contextOrFrameLookup(context, frame, "appliesSystem")) {
output += "The control plane applies the network and the DNS of the cluster by itself, and tries again until they are there; `journalctl -u kube-addons`\nthere tells how far it is.\n\n";
;
}
if(runtime.contextOrFrameLookup(context, frame, "createsAddons")) {
output += "The control plane creates all of this by itself, and tries again until everything is there; `journalctl -u kube-addons`\nthere tells how far it is. By hand it goes like this.\n\n";
;
}
output += "`manifests/apply.sh` creates what stands beside it, in order, through the tunnel above. It binds the tokens that are\nstill open, in memory alone, and ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "existing")),13,33), env.opts.autoescape);
output += ". What it reads with your rights it lists, and asks first;\nunattended, say `--yes`, and with `--allow SOURCE:PREFIX` or the like what it may read at all.\n\n```sh\nmanifests/apply.sh --dry-run # what is open, and where it would come from\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "steps");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("step", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_4),19,0), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n\n| add-on | what it is |\n|---|---|\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "addons");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("addon", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_8),"name")),26,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_8),"title")),26,30), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n";
if(runtime.contextOrFrameLookup(context, frame, "renews")) {
output += "An object that was made from a manifest with another digest (`clusterwright/digest` among its annotations) is replaced in\nplace";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "byItselfNote")),31,5), env.opts.autoescape);
output += ". Kubernetes leaves pods that run as they are: delete them one by one, each when the one before\nserves again. A secret that has changed, no digest tells of: apply its add-on with `--renew`, then go on with the pods.\n\n```sh\nmanifests/apply.sh --renew ADD-ON\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),36,0), env.opts.autoescape);
output += " delete --namespace=NAMESPACE pod NAME\n```\n\nWhat is taken out of the spec stays in the cluster until you delete it there:\n\n```sh\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),42,0), env.opts.autoescape);
output += " delete --namespace=NAMESPACE rc,service NAME\n```\n";
;
}
else {
if(runtime.contextOrFrameLookup(context, frame, "applies")) {
output += "What has changed in a manifest is changed in the cluster, in place, and a controller brings pods after it one by one. What you have changed\nby hand of what a manifest says becomes what it says again. What is taken out of the spec stays until you ask for it to go; namespaces, with\nall that is in them, are yours to delete:\n\n```sh\nmanifests/apply.sh --prune # lists what the spec has dropped, and asks\n```\n";
;
}
else {
output += "What exists already is left alone, so to change it, or to give pods a secret that has changed, scale its controller to\nnothing, delete it, and apply its add-on again:\n\n```sh\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),57,0), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("sh").call(context, runtime.contextOrFrameLookup(context, frame, "scaleVerb")),57,21), env.opts.autoescape);
output += " --namespace=NAMESPACE --replicas=0 rc NAME\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectl")),58,0), env.opts.autoescape);
output += " delete --namespace=NAMESPACE rc NAME\nmanifests/apply.sh ADD-ON\n```\n";
;
}
;
}
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-tls.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "# ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "name")),0,2), env.opts.autoescape);
output += "\n\nKubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),2,11), env.opts.autoescape);
output += " ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "where")),2,30), env.opts.autoescape);
output += ": ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "summary")),2,48), env.opts.autoescape);
output += ".\nGenerated from `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "spec")),3,16), env.opts.autoescape);
output += "`. Change the spec and compile again; a file here that you edited is never overwritten unasked.\n\nWho asks the API says who they are, but for its health. Secrets are encrypted in etcd; who did what is in\n`/var/log/kubernetes/audit/audit.log` on the control plane. Nothing here holds a key, a token or a password: the control\nplane makes them, and machines join by tokens that live for minutes.\n\n## Before anything else\n\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "needed");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("each", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, t_4),12,2), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
if(runtime.contextOrFrameLookup(context, frame, "manifestsNeed")) {
output += "- For the manifests: ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "manifestsNeed")),15,21), env.opts.autoescape);
output += ".\n";
;
}
output += "- A kubectl of Kubernetes ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "version")),17,26), env.opts.autoescape);
output += " or a release next to it, for Linux at `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "kubectlUrl")),17,84), env.opts.autoescape);
output += "`.\n";
frame = frame.push();
var t_7 = runtime.contextOrFrameLookup(context, frame, "things");
if(t_7) {t_7 = runtime.fromIterator(t_7);
var t_6 = t_7.length;
for(var t_5=0; t_5 < t_7.length; t_5++) {
var t_8 = t_7[t_5];
frame.set("thing", t_8);
frame.set("loop.index", t_5 + 1);
frame.set("loop.index0", t_5);
frame.set("loop.revindex", t_6 - t_5);
frame.set("loop.revindex0", t_6 - t_5 - 1);
frame.set("loop.first", t_5 === 0);
frame.set("loop.last", t_5 === t_6 - 1);
frame.set("loop.length", t_6);
output += "- ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, t_8),19,2), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-tokens.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "## Tokens\n\nValues that were not known when these files were written. `tokens.json` has every place.";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "open")),2,88), env.opts.autoescape);
output += "\n\n| token | what it is | bound | from | secret |\n|---|---|---|---|---|\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "tokens");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("token", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += "| `";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.memberLookup((t_4),"name")),7,3), env.opts.autoescape);
output += "` | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"description")),7,30), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"phase")),7,61), env.opts.autoescape);
output += ": ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"boundBy")),7,85), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"source")),7,112), env.opts.autoescape);
output += " | ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.memberLookup((t_4),"secret")),7,138), env.opts.autoescape);
output += " |\n";
;
}
}
frame = frame.pop();
output += "\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
  "runbook-vault.md": (() => {
function root(env, context, frame, runtime, cb) {
var lineno = 0;
var colno = 0;
var output = "";
try {
var parentTemplate = null;
output += "\nVault starts sealed. ";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "how")),1,21), env.opts.autoescape);
output += "\n\n```sh\n";
frame = frame.push();
var t_3 = runtime.contextOrFrameLookup(context, frame, "commands");
if(t_3) {t_3 = runtime.fromIterator(t_3);
var t_2 = t_3.length;
for(var t_1=0; t_1 < t_3.length; t_1++) {
var t_4 = t_3[t_1];
frame.set("command", t_4);
frame.set("loop.index", t_1 + 1);
frame.set("loop.index0", t_1);
frame.set("loop.revindex", t_2 - t_1);
frame.set("loop.revindex0", t_2 - t_1 - 1);
frame.set("loop.first", t_1 === 0);
frame.set("loop.last", t_1 === t_2 - 1);
frame.set("loop.length", t_2);
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, t_4),5,0), env.opts.autoescape);
output += "\n";
;
}
}
frame = frame.pop();
output += "```\n\nIt is sealed again after every restart";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("md").call(context, runtime.contextOrFrameLookup(context, frame, "again")),9,38), env.opts.autoescape);
output += ".\n\nA policy is written, or changed, by who has a token for it, which is the first line that goes in:\n\n```sh\n";
output += runtime.suppressValue(runtime.ensureDefined(env.getFilter("code").call(context, runtime.contextOrFrameLookup(context, frame, "policy")),14,0), env.opts.autoescape);
output += "\n```\n";
if(parentTemplate) {
parentTemplate.rootRenderFunc(env, context, frame, runtime, cb);
} else {
cb(null, output);
}
;
} catch (e) {
  cb(runtime.handleError(e, lineno, colno));
}
}
return {
root: root
};

  })(),
};
