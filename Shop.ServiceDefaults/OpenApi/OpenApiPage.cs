using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Scalar.AspNetCore;

namespace Shop.ServiceDefaults.OpenApi;

internal static class OpenApiPage
{
    internal static void AddOpenApiDocument(this IHostApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
            builder.Services.AddOpenApi();
    }

    /// <summary>In Development the document at <c>/openapi/v1.json</c> and its page at <c>/scalar</c>, which asks no other server for anything.</summary>
    internal static void MapOpenApiPage(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference(static options => options
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()).AllowAnonymous();
    }
}
