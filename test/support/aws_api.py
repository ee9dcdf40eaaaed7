"""moto's AWS API on loopback, with its answers brought in line with EC2's where Terraform looks at them.

Usage: aws_api.py PORT IMAGES_FILE

Each change below mends an answer; none relaxes a check.
"""

import os
import sys

os.environ["MOTO_AMIS_PATH"] = sys.argv[2]

from moto.core.responses import ActionResult  # noqa: E402
from moto.ec2.models.instances import Instance  # noqa: E402
from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: E402
from moto.ec2.responses.dhcp_options import DHCPOptions  # noqa: E402
from moto.server import main  # noqa: E402

prep_nics = Instance.prep_nics
create_dhcp_options = DHCPOptions.create_dhcp_options


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


SecurityGroupRule.description = property(description)
Instance.prep_nics = prep_nics_and_groups
DHCPOptions.create_dhcp_options = create_dhcp_options_with_tags

main(["-H", "127.0.0.1", "-p", sys.argv[1]])
