/** What types of machines can and cannot do, once for every rule. The place in the type is its family: `m6g` of `m6g.large`. */

/** Families on Graviton, such as t4g, m6gd, c7gn, and a1; g4dn and g5 are GPUs on x86 (EC2's DescribeInstanceTypes). */
const ARM = /^(?:a1|[a-z]+[0-9]+g[a-z]*|[a-z0-9]+-gb[0-9]+)\./;

/**
 * The first families, which EC2's user guide never listed among those that take encrypted volumes ("EBS encryption,
 * supported instance types", until its list ended); its successor names no type, and the families are hardly to be had.
 */
const UNENCRYPTED = /^(?:t1|m1|m2|c1|cc1|cc2|cg1|hi1|hs1)\./;

/** EC2's user guide, "Dedicated Instances": the first two families of burstable machines share their hosts. */
const SHARED = /^(?:t1|t2)\./;

/** Classes that RDS has a version of MySQL on, where not on all: 5.7 is on Intel up to the fifth generation (RDS user guide, "Supported DB engines for DB instance classes"). */
const ENGINES: Readonly<Record<string, RegExp>> = { "5.7": /^db\.(?:t2|t3|m3|m4|m5|r3|r4|r5)\./ };

/**
 * Types with less than the two processors and 1,700 MB that kubeadm asks of a control plane (cmd/kubeadm/app/constants,
 * ControlPlaneNumCPU, ControlPlaneMem), from EC2's DescribeInstanceTypes: the smallest of each family, one processor in the
 * first ones and in Graviton's that do not burst.
 */
const SMALL = [
  /\.(?:nano|micro)$/,
  /^(?:t2|m1)\.small$/,
  /^(?:m1|m3)\.medium$/,
  /^(?:a1|(?!t)[a-z]+[0-9]+g[a-z]*)\.medium$/,
];

/** Whether kubeadm makes a control plane of it. */
export const canBeControlPlane = (instanceType: string): boolean => !SMALL.some((each) => each.test(instanceType));

/** Whether its processor is an ARM. */
export const isArm = (instanceType: string): boolean => ARM.test(instanceType);

/** Whether it takes encrypted volumes of EBS. */
export const takesEncrypted = (instanceType: string): boolean => !UNENCRYPTED.test(instanceType);

/** Whether it is there on hardware of one account alone. */
export const canBeDedicated = (instanceType: string): boolean => !SHARED.test(instanceType);

/** Whether RDS has a version of MySQL, `major.minor`, on a class, as far as that is known. */
export const runsEngine = (instanceClass: string, version: string): boolean =>
  ENGINES[version]?.test(instanceClass) ?? true;
