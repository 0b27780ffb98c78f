// The one place that names the version of the library; the pom names the same.
export {html, nothing, render} from '/_static/lit-html/3.3.2/lit-html.js';
