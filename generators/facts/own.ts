/** What only a machine knows of itself: the variable that says so on it, and the token in what it is told. */
export interface Own {
  readonly variable: string;
  readonly token: string;
}

export const NAME: Own = { variable: "HOST_NAME", token: "MACHINE_NAME" };
export const ADDRESS: Own = { variable: "PRIVATE_IP", token: "MACHINE_ADDRESS" };
/** The range of its containers. */
export const CONTAINERS: Own = { variable: "POD_CIDR", token: "MACHINE_CONTAINERS" };
