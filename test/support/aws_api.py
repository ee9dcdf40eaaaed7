"""moto's AWS API on loopback, with its answers brought in line with EC2's where Terraform looks at them.

Usage: aws_api.py PORT IMAGES_FILE [ADDRESS]

Each change below mends an answer; none relaxes a check.
"""

import base64
import json
import os
import sys

os.environ["MOTO_AMIS_PATH"] = sys.argv[2]

from moto.autoscaling.models import AutoScalingBackend  # noqa: E402
from moto.core.responses import ActionResult  # noqa: E402
from moto.ec2.models.instances import Instance  # noqa: E402
from moto.ec2.models.launch_templates import LaunchTemplateBackend  # noqa: E402
from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: E402
from moto.ec2.responses import instances  # noqa: E402
from moto.ec2.responses.dhcp_options import DHCPOptions  # noqa: E402
from moto.elb.models import LoadBalancer  # noqa: E402
from moto.iam.access_control import IAMPolicy, PermissionResult  # noqa: E402
from moto.rds.models import DBParameterGroup  # noqa: E402
from moto.route53.responses import Route53  # noqa: E402
from moto.s3.models import FakeBucket  # noqa: E402
from moto.server import main  # noqa: E402

import aws_refusals  # noqa: E402, F401

prep_nics = Instance.prep_nics
create_dhcp_options = DHCPOptions.create_dhcp_options
create_launch_template = LaunchTemplateBackend.create_launch_template
parse_user_data = instances.parse_user_data
update_parameters = DBParameterGroup.update_parameters
create_lifecycle_hook = AutoScalingBackend.create_lifecycle_hook
get_bool_param = Route53._get_bool_param
get_hosted_zone = Route53.get_hosted_zone


def description(rule):
    """EC2 returns the description of a rule that names a group; moto keeps it but only returns those of ranges."""
    return rule.ip_range.get("Description") or rule.source_group.get("Description")


def prep_nics_and_groups(instance, *args, **kwargs):
    """EC2 lists the groups of the first interface as the instance's; moto forgets those given with the interface."""
    prep_nics(instance, *args, **kwargs)
    if not instance.security_groups:
        instance.security_groups = list(instance.nics[0].group_set)


def create_dhcp_options_with_tags(self):
    """EC2 tags what it creates; moto drops the tags of DHCP options."""
    result: ActionResult = create_dhcp_options(self)
    tags = self._parse_tag_specification().get("dhcp-options", {})
    result._result["DhcpOptions"].add_tags(tags)
    return result


def create_launch_template_without_own_tags(self, name, description, template_data, tag_spec):
    """The tags of a launch template are its own; moto also puts them into what machines are made of."""
    of_machines = [each for each in template_data.pop("TagSpecifications", []) if each["ResourceType"] != "launch-template"]
    if of_machines:
        template_data["TagSpecifications"] = of_machines
    return create_launch_template(self, name, description, template_data, tag_spec)


def create_plain_hook(self, name, as_name, *args, **kwargs):
    """A hook tells those that it was told to tell; moto makes up a queue and a role."""
    hook = create_lifecycle_hook(self, name, as_name, *args, **kwargs)
    hook.role_arn = None
    hook.notification_target_arn = None
    return hook


def update_parameters_of_user(self, new_parameters):
    """RDS says of each parameter who set it; moto leaves that out."""
    update_parameters(self, [{**each, "Source": "user"} for each in new_parameters])


def parse_user_data_once(value):
    """EC2 decodes user-data once; where an instance is given another one, moto has done so before it comes here."""
    if isinstance(value, bytes):
        value = base64.b64encode(value).decode()
    return parse_user_data(value)


def is_private_with_vpc(self, name, *args):
    """Route 53 makes a zone private that is created with a VPC; moto waits to be told."""
    if name == "HostedZoneConfig.PrivateZone" and self._get_param("VPC.VPCId"):
        return True
    return get_bool_param(self, name, *args)


def get_hosted_zone_and_vpcs(self):
    """Route 53 lists the VPCs of a private zone; moto's names for them are lost on the way."""
    result: ActionResult = get_hosted_zone(self)
    vpcs = result._result["VPCs"] or []
    result._result["VPCs"] = [{"VPCId": vpc.get("vpc_id"), "VPCRegion": vpc.get("vpc_region")} for vpc in vpcs]
    return result


def permission_over_tls(bucket, action, resource):
    """S3 minds the conditions of a statement; moto does not, and would deny everything that is denied without TLS. What
    comes over loopback stands for what comes over TLS."""
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy.decode())
    without_tls = {"Bool": {"aws:SecureTransport": "false"}}
    policy["Statement"] = [each for each in policy["Statement"] if each.get("Condition") != without_tls]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


SecurityGroupRule.description = property(description)
Instance.prep_nics = prep_nics_and_groups
DHCPOptions.create_dhcp_options = create_dhcp_options_with_tags

LaunchTemplateBackend.create_launch_template = create_launch_template_without_own_tags
instances.parse_user_data = parse_user_data_once
DBParameterGroup.update_parameters = update_parameters_of_user
AutoScalingBackend.create_lifecycle_hook = create_plain_hook
# An alias record needs the zone of the load balancer, which moto does not name.
LoadBalancer.canonical_hosted_zone_name_id = "Z35SXDOTRQ7X7K"
FakeBucket.get_permission = permission_over_tls
Route53._get_bool_param = is_private_with_vpc
Route53.get_hosted_zone = get_hosted_zone_and_vpcs

main(["-H", sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1", "-p", sys.argv[1]])
