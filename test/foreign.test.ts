/** Files of other tools: one message each, which names the file. */
import { describe, expect, test } from "vitest";
import { caseNames, compileCase, compileText, contentOf, specOf } from "./support/cases.ts";

const FOREIGN: readonly (readonly [what: string, text: string])[] = [
  ["a script", "#!/bin/bash\nset -e\n"],
  ["machine user-data (#cloud-config)", "#cloud-config\ncoreos:\n  units: []\n"],
  ["machine user-data (MIME)", 'Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n--x\n'],
  ["machine user-data without its first line", "write_files:\n  - path: /etc/x\n"],
  ["a key or a certificate (PEM)", "-----BEGIN RSA PRIVATE KEY-----\nMII\n"],
  ["XML or HTML", "<!DOCTYPE html>\n<html></html>\n"],
  ["XML or HTML", '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>\n'],
  ["a Dockerfile", "# the shop\n\nFROM alpine:3\nRUN true\n"],
  ["Terraform configuration", 'terraform {\n  required_version = ">= 1"\n}\n'],
  ["Terraform configuration", '# network\nresource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'],
  ["Terraform configuration", '{"terraform": {}, "provider": {}, "resource": {}}\n'],
  ["Terraform's state", '{\n  "version": 4,\n  "terraform_version": "1.5",\n  "lineage": "x"\n}\n'],
  ["a systemd unit", "[Unit]\nDescription=x\n"],
  ["TOML or an INI file", "[tool.x]\na = 1\n"],
  ["a template of Helm, Jinja or the like", "name: {{ .Values.name }}\n"],
  ["a template of Helm, Jinja or the like", "{% if x %}\nname: x\n{% endif %}\n"],
  ["a list of variables for a shell", "export NAME=shop\nREGION=eu-central-1\n"],
  ["an Ansible playbook", "- hosts: all\n  tasks: []\n"],
  ["a cluster of kops", "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\n---\nkind: InstanceGroup\n"],
  ["a cluster of eksctl", "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n"],
  ["an object of Cluster API", "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n"],
  ["a configuration of kubeadm", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n"],
  ["a cluster of kind", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"],
  ["a manifest of Kubernetes", "apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Service\n"],
  ["a manifest of Kubernetes", '{"apiVersion": "v1", "kind": "Pod"}\n'],
  ["a kubeconfig", "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\n"],
  ["a chart of Helm", "apiVersion: v2\nname: x\nversion: 1.0.0\n"],
  ["a CloudFormation template", '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}\n'],
  ["a CloudFormation template", "Resources:\n  Net:\n    Type: AWS::EC2::VPC\n    Properties: { Cidr: !Ref Range }\n"],
  ["a file of docker compose", 'version: "3"\nservices:\n  web:\n    image: nginx\n'],
  ["an Ignition configuration", '{"ignition": {"version": "3.4.0"}}\n'],
  ["a Butane configuration", "variant: flatcar\nversion: 1.0.0\n"],
  ["a configuration of kube-aws", "clusterName: a\nexternalDNSName: b\nkeyName: c\n"],
  ["a merge conflict that was never resolved", `${specOf("one-zone")}<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n`],
  ["the inventory of an output", contentOf(compileCase("one-zone"), "inventory.json")],
];

describe("a file of another tool", () => {
  test.each(FOREIGN)("is named, and nothing else is said: %s (%j)", (what, text) => {
    const { ok, diagnostics } = compileText(text);
    expect(ok).toBe(false);
    expect(diagnostics.map(({ message }) => message)).toEqual([`this is ${what}, not a cluster spec`]);
    expect(diagnostics[0]?.ranges).toHaveLength(1);
    expect(diagnostics[0]?.help).not.toBeNull();
  });

  test.each(caseNames())("is no spec of ours, also where that cannot be read: %s", (name) => {
    const spec = specOf(name).toString();
    const broken = [`${spec}\n  \t: [`, spec.replace(/^apiVersion: .*\n/m, ""), `${spec}\nfiles: "\n`];
    for (const text of broken) {
      const said = compileText(text).diagnostics.map(({ message }) => message);
      expect(said.filter((message) => message.endsWith("not a cluster spec"))).toEqual([]);
    }
  });
});
