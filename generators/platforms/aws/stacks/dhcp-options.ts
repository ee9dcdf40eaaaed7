import type { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options/index.js";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association/index.js";
import { add, note, type Stack } from "../../../terraform/stack.ts";
import type { AwsPlace } from "../place/model.ts";

export function dhcpOptions(stack: Stack<AwsPlace>, vpc: Vpc): void {
  const { name, platform } = stack.cluster;
  const about = note("what machines learn over DHCP: Amazon's DNS and its domain", ["platform", "region"], ["name"]);
  const options = add(stack, VpcDhcpOptions, "main", about, {
    domainName: platform.internalDomain,
    domainNameServers: ["AmazonProvidedDNS"],
    tags: { Name: name },
  });
  add(stack, VpcDhcpOptionsAssociation, "main", note("hands the options to the VPC", ["platform"]), {
    vpcId: vpc.id,
    dhcpOptionsId: options.id,
  });
}
