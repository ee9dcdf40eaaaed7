"""Amazon's DNS, as far as it knows of zones: answers for A records from what the stand-in AWS API has in Route 53.

Usage: names.py ADDRESS API_URL
"""

import socket
import struct
import sys

import boto3

ADDRESS, API = sys.argv[1], sys.argv[2]
route53 = boto3.client(
    "route53", endpoint_url=API, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)


def addresses(name):
    for zone in route53.list_hosted_zones()["HostedZones"]:
        if not name.endswith(zone["Name"].rstrip(".")):
            continue
        for record in route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]:
            if record["Name"].rstrip(".") == name and record["Type"] == "A":
                return [each["Value"] for each in record.get("ResourceRecords", [])]
    return []


def question(packet):
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1 : at + 1 + packet[at]].decode())
        at += packet[at] + 1
    return ".".join(labels).lower(), packet[12 : at + 5], struct.unpack(">H", packet[at + 1 : at + 3])[0]


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((ADDRESS, 53))
while True:
    packet, client = server.recvfrom(1500)
    try:
        name, asked, kind = question(packet)
        known = addresses(name)
        found = known if kind == 1 else []
        code = 0x8180 if known else 0x8183
        answer = packet[:2] + struct.pack(">HHHHH", code, 1, len(found), 0, 0) + asked
        for address in found:
            answer += b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(address)
        server.sendto(answer, client)
    except Exception as error:  # noqa: BLE001 - a stand-in that goes on
        print(error, file=sys.stderr)
