using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Shop.ServiceDefaults.Auth;

/// <summary>The OpenAPI document names the token as its security scheme, and at each operation who may call it.</summary>
internal static class OpenApiSecurity
{
    private const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    internal static void AddOpenApiSecurity(this IServiceCollection services, string scope) => services.ConfigureAll<OpenApiOptions>(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = $"An access token of Users with the scope {scope}.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            var policies = metadata.OfType<IAuthorizeData>().Select(static data => data.Policy).OfType<string>().Distinct().ToList();
            if (metadata.OfType<IAllowAnonymous>().Any() || policies.Count == 0)
                return Task.CompletedTask;
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = policies }];
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "The token is missing, or is not valid." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = $"The token's owner is not allowed this: it asks for {string.Join(", ", policies)}." });
            return Task.CompletedTask;
        });
    });
}
