/** EC2's limit on user-data, in bytes before base64. */
export const MAX_USER_DATA = 16_384;
