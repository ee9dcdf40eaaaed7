/**
 * What a change does to resources, for every type that is emitted, from the AWS provider's documentation; so is what
 * stops an instance ("will trigger a stop/start of the EC2 instance"). What takes a database down, and when, is from
 * RDS's "Settings for DB instances". What only grows is from EC2's ModifyVolume ("you can't decrease the size") and RDS's
 * ModifyDBInstance ("AllocatedStorage").
 */
import type { SpecPath } from "../../schema/diagnostics.ts";

interface ResourceFacts {
  /** Attributes that it cannot change in place ("Forces new resource"); nested ones are joined by dots. */
  readonly forces: readonly string[];
  /** Whether it takes the provider's default tags: `tags_all` among its attributes. */
  readonly hasDefaultTags: boolean;
  /** What a change of some attributes in place does to what runs there, for the operator to read. */
  readonly interrupts?: { readonly by: readonly string[]; readonly how: string };
  /** A size in GiB that AWS lets grow and nothing else, with the dots of nested ones, and the part of the spec that says it. */
  readonly grows?: { readonly attribute: string; readonly path: SpecPath };
  /** An attribute that has another value whenever anything about it changes but its tags. */
  readonly volatile?: string;
}

const tagged = (...forces: readonly string[]): ResourceFacts => ({ forces, hasDefaultTags: true });
const plain = (...forces: readonly string[]): ResourceFacts => ({ forces, hasDefaultTags: false });

/** By type. `add` takes no other. */
export const RESOURCES: Readonly<Record<string, ResourceFacts>> = {
  aws_vpc: tagged("cidr_block"),
  aws_vpc_dhcp_options: tagged("domain_name", "domain_name_servers"),
  aws_vpc_dhcp_options_association: plain("vpc_id"),
  aws_internet_gateway: tagged(),
  aws_route_table: tagged("vpc_id"),
  aws_route: plain("route_table_id", "destination_cidr_block"),
  aws_vpc_endpoint: tagged("vpc_id", "service_name", "vpc_endpoint_type"),
  aws_subnet: tagged("availability_zone", "cidr_block", "vpc_id"),
  aws_route_table_association: plain("subnet_id"),
  aws_security_group: tagged("name", "description", "vpc_id"),
  aws_vpc_security_group_ingress_rule: tagged("security_group_id"),
  aws_vpc_security_group_egress_rule: tagged("security_group_id"),
  aws_instance: {
    ...tagged("ami", "key_name", "subnet_id", "private_ip", "root_block_device.encrypted", "network_interface"),
    interrupts: { by: ["instance_type", "user_data"], how: "is stopped for it and started again" },
    grows: { attribute: "root_block_device.volume_size", path: ["platform"] },
  },
  aws_eip: tagged("domain"),
  aws_eip_association: plain("allocation_id", "instance_id"),
  aws_elb: tagged("name", "internal"),
  aws_elb_attachment: plain("elb", "instance"),
  // An interface's first address is its own: another one is another interface.
  aws_network_interface: tagged("subnet_id", "private_ips"),
  aws_lb: tagged("name", "internal", "load_balancer_type"),
  aws_lb_target_group: tagged("name", "port", "protocol", "target_type", "vpc_id"),
  aws_lb_target_group_attachment: plain("target_group_arn", "target_id"),
  aws_lb_listener: tagged("load_balancer_arn"),
  aws_ebs_volume: {
    ...tagged("availability_zone", "encrypted"),
    grows: { attribute: "size", path: ["controlPlane", "dataDiskSize"] },
  },
  aws_cloudwatch_metric_alarm: tagged("alarm_name"),
  aws_db_parameter_group: tagged("name", "family", "description"),
  aws_db_subnet_group: tagged("name"),
  aws_db_instance: {
    ...tagged("engine", "db_name", "username", "storage_encrypted"),
    interrupts: { by: ["instance_class", "engine_version"], how: "is down for it in its next maintenance window" },
    grows: { attribute: "allocated_storage", path: ["data", "database", "storage"] },
  },
  aws_s3_bucket: tagged("bucket"),
  aws_s3_bucket_policy: plain("bucket"),
  aws_s3_bucket_public_access_block: plain("bucket"),
  aws_s3_bucket_server_side_encryption_configuration: plain("bucket"),
  aws_s3_bucket_versioning: plain("bucket"),
  aws_secretsmanager_secret_rotation: plain("secret_id"),
  aws_iam_role: tagged("name"),
  aws_iam_role_policy: plain("name", "role"),
  aws_iam_instance_profile: tagged("name"),
  aws_iam_user: tagged(),
  aws_nat_gateway: tagged("allocation_id", "subnet_id"),
  aws_network_acl: tagged("vpc_id"),
  aws_network_acl_rule: plain(
    "network_acl_id",
    "rule_number",
    "egress",
    "protocol",
    "rule_action",
    "cidr_block",
    "from_port",
    "to_port",
  ),
  aws_route53_zone: tagged("name"),
  aws_route53_health_check: tagged("type", "ip_address", "port", "request_interval"),
  aws_route53_record: plain("zone_id", "name", "type", "set_identifier"),
  aws_s3_bucket_lifecycle_configuration: plain("bucket"),
  aws_s3_object: plain("bucket", "key"),
  aws_launch_template: { ...tagged("name"), volatile: "latest_version" },
  aws_autoscaling_group: plain("name"),
  aws_autoscaling_lifecycle_hook: plain("name", "autoscaling_group_name"),
};
