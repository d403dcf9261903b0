using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Shop.ServiceDefaults.OpenApi;

public static class OpenApiExamples
{
    /// <summary>Shows in the OpenAPI document what is sent and what comes back. The examples are values of the types themselves: they can't become outdated unnoticed.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">Of the body.</param>
    /// <param name="response">Of the body of a successful answer.</param>
    public static RouteHandlerBuilder WithExamples(this RouteHandlerBuilder endpoint, object? request = null, object? response = null) =>
        endpoint.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            if (request is not null)
                foreach (var content in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
                    content.Example = Write(request, json);
            if (response is not null)
                foreach (var (_, answer) in operation.Responses?.Where(static answer => answer.Key.StartsWith('2')) ?? [])
                    foreach (var content in answer.Content?.Values.OfType<OpenApiMediaType>() ?? [])
                        content.Example = Write(response, json);
            return Task.CompletedTask;
        });

    private static JsonNode? Write(object example, JsonSerializerOptions json) => JsonSerializer.SerializeToNode(example, json.GetTypeInfo(example.GetType()));
}
