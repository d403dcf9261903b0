using System.Text.Json.Serialization;
using Shop.Users.Addresses;
using Shop.Users.Profile;

namespace Shop.Users;

/// <summary>Serializers made at build time: faster at the first request and at every other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(AvatarResponse))]
[JsonSerializable(typeof(AddressRequest))]
[JsonSerializable(typeof(AddressResponse))]
[JsonSerializable(typeof(List<AddressResponse>))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
sealed partial class UsersJson : JsonSerializerContext;
