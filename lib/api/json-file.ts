/** Headers of an answer that a browser saves as a file. */
export function jsonFile(name: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}.json"`,
  };
}
