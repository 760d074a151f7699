/**
 * A client module for Docusaurus: loads Gradscape from `static/gradscape/` in the browser, under any base address. The
 * module also runs while pages are rendered without a browser; there it does nothing.
 */
import siteConfig from '@generated/docusaurus.config';

if (typeof document !== 'undefined') {
  const script = document.createElement('script');
  script.type = 'module';
  script.src = `${siteConfig.baseUrl}gradscape/gradscape.js`;
  document.head.append(script);
}
