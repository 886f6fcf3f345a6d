/** A URL as logs and lists may show it: without query, fragment and credentials, any of which may hold a secret. */
export const shownUrl = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};
