import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./cases.ts";
import { freePort, until } from "./processes.ts";
import { type Requirement, works } from "./tools.ts";

export const moto = (): Requirement => works("moto", "python3", "-c", "import moto.server");

/** An image that EC2 is to have. */
export interface Image {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly architecture: "x86_64" | "arm64";
}

/** The image of the document, which no catalogue has any more. */
const ofDocument = (id: string): Image => ({
  id,
  owner: "595879546273",
  name: "CoreOS-stable",
  architecture: "x86_64",
});

const image = ({ id, owner, name, architecture }: Image) => ({
  ami_id: id,
  name,
  description: "",
  owner_id: owner,
  public: true,
  virtualization_type: "hvm",
  architecture,
  state: "available",
  platform: null,
  image_type: "machine",
  hypervisor: "xen",
  root_device_name: "/dev/xvda",
  root_device_type: "ebs",
  sriov: "simple",
});

export interface AwsApi {
  readonly url: string;
  readonly stop: () => void;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  await until("the AWS API", async () => server.exitCode !== null || (await fetch(url)) instanceof Response);
  if (server.exitCode !== null) throw new Error(`the AWS API ended with ${server.exitCode}`);
}

/** moto on a free port of loopback; images are those that the stacks name. */
export async function startAwsApi(directory: string, images: readonly (string | Image)[]): Promise<AwsApi> {
  const port = await freePort();
  const catalogue = join(directory, "images.json");
  writeFileSync(
    catalogue,
    JSON.stringify(images.map((each) => image(typeof each === "string" ? ofDocument(each) : each))),
  );
  const script = join(ROOT, "test", "support", "aws_api.py");
  const server = spawn("python3", [script, String(port), catalogue], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, server);
  return { url, stop: () => server.kill("SIGKILL") };
}

/** What an operator's test setup would put beside a stack: an override that leads the provider to loopback. */
export function pointAt(stack: string, url: string, region: string): void {
  const services = [
    "ec2",
    "elb",
    "elbv2",
    "iam",
    "rds",
    "s3",
    "sts",
    "route53",
    "autoscaling",
    "cloudwatch",
    "secretsmanager",
  ];
  const provider = {
    region,
    access_key: "test",
    secret_key: "test",
    max_retries: 5,
    s3_use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    endpoints: [Object.fromEntries(services.map((service) => [service, url]))],
  };
  writeFileSync(join(stack, "loopback_override.tf.json"), JSON.stringify({ provider: { aws: [provider] } }));
}
