using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>What a replica writes of itself.</summary>
internal sealed record RegisteredEndpoint(Uri Address, int Weight = 1, string? Zone = null)
{
    internal string ToJson() => JsonSerializer.Serialize(this, RegisteredEndpointJson.Default.RegisteredEndpoint);

    /// <summary>Null where it is none: anybody could have written it.</summary>
    internal static RegisteredEndpoint? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RegisteredEndpointJson.Default.RegisteredEndpoint) is { Address: { IsAbsoluteUri: true, Scheme: "http" or "https" } } endpoint
                ? endpoint with { Weight = Math.Clamp(endpoint.Weight, 1, EndpointTraits.HeaviestWeight) }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisteredEndpoint))]
internal sealed partial class RegisteredEndpointJson : JsonSerializerContext;
