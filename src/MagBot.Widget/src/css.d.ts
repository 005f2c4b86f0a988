/** Style sheets are bundled as text and adopted by the shadow root, so that no page policy on inline styles is in their way. */
declare module "*.css" {
  const text: string;
  export default text;
}
