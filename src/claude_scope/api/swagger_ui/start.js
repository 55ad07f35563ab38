// Shows the API with the token of whoever is signed in to the web app on this address, if anybody is.
const stored = JSON.parse(localStorage.getItem("cs-auth") || "null");
const token = stored && stored.state && stored.state.accessToken;
const ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: () => token && ui.preauthorizeApiKey("bearer", token),
});
