const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  ENOTDIR: "a part of its path is not a directory",
  ELOOP: "its path is a loop of links",
  ENAMETOOLONG: "its name is too long",
};

/** Why the system gave no file, in words. */
export function whyUnread(error: unknown): string {
  const { code = "no more" } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? `the system says ${code}`;
}
