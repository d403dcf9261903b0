using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>How messages are written and read: camelCase, what the reader does not know is passed over, what it requires must be there.</summary>
public static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
