"""What EC2 refuses, and what Auto Scaling does by itself, which moto does not.

Errors and messages are EC2's own ("Error codes for the Amazon EC2 API": DependencyViolation), and what depends on what is
from the reference of each call: DeleteSubnet, DeleteSecurityGroup, DetachInternetGateway, DeleteVpc.
"""

from moto.autoscaling.exceptions import AutoscalingClientError
from moto.autoscaling.models import FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult
from moto.ec2.exceptions import DependencyViolationError, EC2ClientError
from moto.ec2.models.instances import Instance
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.security_groups import SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.elb.models import elb_backends

delete_subnet = SubnetBackend.delete_subnet
delete_security_group = SecurityGroupBackend._delete_security_group
detach_internet_gateway = InternetGatewayBackend.detach_internet_gateway
update_group = FakeAutoScalingGroup.update
terminate = Instance.terminate
attach_eni = Instance.attach_eni
launch = FakeAutoScalingGroup.replace_autoscaling_group_instances


def machines(ec2):
    """Machines that are not gone yet."""
    return [each for each in ec2.all_instances() if each.state != "terminated"]


def load_balancers(ec2):
    return list(elb_backends[ec2.account_id][ec2.region_name].load_balancers.values())


def gateways(ec2):
    return [each for each in ec2.nat_gateways.values() if each.state not in ("deleted", "failed")]


def delete_subnet_unless_used(self, subnet_id):
    used = (
        any(each.subnet_id == subnet_id for each in machines(self))
        or any(each.subnet_id == subnet_id for each in gateways(self))
        or any(subnet_id in each.subnets for each in load_balancers(self))
    )
    if used:
        raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    return delete_subnet(self, subnet_id)


def delete_security_group_unless_used(self, vpc_id, group_id):
    of_machines = [group.id for each in machines(self) for nic in each.nics.values() for group in nic.group_set]
    of_balancers = [group for each in load_balancers(self) for group in each.security_groups or []]
    of_rules = [
        source["GroupId"]
        for groups in self.groups.values()
        for group in groups.values()
        if group.id != group_id
        for rule in [*group.ingress_rules, *group.egress_rules]
        for source in [rule.source_group or {}]
        if "GroupId" in source
    ]
    if group_id in [*of_machines, *of_balancers, *of_rules]:
        raise DependencyViolationError(f"resource {group_id} has a dependent object")
    return delete_security_group(self, vpc_id, group_id)


def detach_internet_gateway_unless_used(self, internet_gateway_id, vpc_id):
    public = [each for each in machines(self) if each.vpc_id == vpc_id and each.public_ip]
    if public or any(each.vpc_id == vpc_id for each in gateways(self)):
        raise DependencyViolationError(
            f"Network {vpc_id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway."
        )
    return detach_internet_gateway(self, internet_gateway_id, vpc_id)


def terminate_and_let_go(self):
    """Interfaces that are nobody's to delete are free when their machine is gone; moto's stay in use."""
    previous = terminate(self)
    for nic in self.nics.values():
        if not nic.delete_on_termination:
            # It stays in the list: what moto says of a machine that is gone is asked of its first interface.
            nic.instance = None
            nic.attachment_id = None
            nic.status = "available"
    return previous


def attach_unless_used(self, eni, device_index):
    """An interface is one machine's at a time (RunInstances, InvalidNetworkInterface.InUse)."""
    if eni.instance is not None and eni.instance is not self:
        raise EC2ClientError(
            "InvalidNetworkInterface.InUse", f"Interface: [{eni.id}] in use: {eni.attachment_id}"
        )
    return attach_eni(self, eni, device_index)


def put_into_groups(group, machine):
    """Interfaces get the security groups of the launch template; moto's machines of groups get the default one."""
    if not group.ec2_launch_template:
        return
    ec2 = group.autoscaling_backend.ec2_backend
    for spec in group.ec2_launch_template.latest_version().data.get("NetworkInterfaces", []):
        wanted = spec.get("Groups") or spec.get("SecurityGroupId") or []
        machine.nics[0]._group_set = [ec2.get_security_group_from_id(each) for each in wanted]


def launch_over_zones(self, count_needed, propagated_tags):
    """Auto Scaling spreads a group over its zones; moto puts all machines into the first."""
    subnets = (self.vpc_zone_identifier or "").split(",")
    for _ in range(count_needed):
        number = len(self.instance_states) % len(subnets)
        self.vpc_zone_identifier = ",".join([*subnets[number:], *subnets[:number]])
        launch(self, 1, dict(propagated_tags))
        put_into_groups(self, self.instance_states[-1].instance)
    self.vpc_zone_identifier = ",".join(subnets)


def update_group_and_move(self, *args, **kwargs):
    """A group that leaves a zone replaces the machines that it has there."""
    update_group(self, *args, **kwargs)
    wanted = (self.vpc_zone_identifier or "").split(",")
    stray = [state for state in self.instance_states if state.instance.subnet_id not in wanted]
    if stray and wanted != [""]:
        self.autoscaling_backend.ec2_backend.terminate_instances([state.instance.id for state in stray])
        self.instance_states = [state for state in self.instance_states if state not in stray]
        self.replace_autoscaling_group_instances(len(stray), self.get_propagated_tags())


completed = set()


def complete_lifecycle_action(self):
    """A machine that is launched waits for this once; moto knows hooks, and no waiting."""
    instance = self._get_param("InstanceId")
    if instance in completed or self._get_param("LifecycleHookName") != "launch":
        raise AutoscalingClientError(
            "ValidationError", f"No active Lifecycle Action found with instance ID {instance}"
        )
    completed.add(instance)
    return ActionResult({})


def start_instance_refresh(self):
    """Begins to replace a group's machines; moto has no instance refreshes, and the machines here are nobody's."""
    return ActionResult({"InstanceRefreshId": "08b91cf7-8fa6-48af-b6a6-d227f40f1b9b"})


def describe_instance_refreshes(self):
    """Nobody's machines are being replaced: moto has no instance refreshes."""
    return ActionResult({"InstanceRefreshes": []})


AutoScalingResponse.complete_lifecycle_action = complete_lifecycle_action
AutoScalingResponse.start_instance_refresh = start_instance_refresh
AutoScalingResponse.describe_instance_refreshes = describe_instance_refreshes
Instance.terminate = terminate_and_let_go
Instance.attach_eni = attach_unless_used
SubnetBackend.delete_subnet = delete_subnet_unless_used
SecurityGroupBackend._delete_security_group = delete_security_group_unless_used
InternetGatewayBackend.detach_internet_gateway = detach_internet_gateway_unless_used
FakeAutoScalingGroup.replace_autoscaling_group_instances = launch_over_zones
FakeAutoScalingGroup.update = update_group_and_move
