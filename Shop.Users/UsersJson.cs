using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Json;
using Shop.Users.Addresses;
using Shop.Users.Administration;
using Shop.Users.Profile;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users;

/// <summary>Serializers made at build time: faster at the first request and at every other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(AvatarResponse))]
[JsonSerializable(typeof(AddressRequest))]
[JsonSerializable(typeof(AddressResponse))]
[JsonSerializable(typeof(List<AddressResponse>))]
[JsonSerializable(typeof(List<SessionResponse>))]
[JsonSerializable(typeof(SecurityEventPage))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(UserDetails))]
[JsonSerializable(typeof(RolesRequest))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
sealed partial class UsersJson : JsonSerializerContext
{
    public static void Configure(JsonOptions options)
    {
        options.SerializerOptions.TypeInfoResolverChain.Insert(0, Default);
        // Chinese as it is, not as six characters each; what matters in HTML stays escaped.
        options.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    }
}
