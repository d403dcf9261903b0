using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Users.Profile;

/// <summary>A person as they see themselves.</summary>
/// <param name="Id">The subject of their tokens.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="EmailVerified">Whether they have shown that it is theirs.</param>
/// <param name="DisplayName">How the shop addresses them.</param>
/// <param name="Phone">In the international form, E.164.</param>
/// <param name="Birthday">The day.</param>
/// <param name="Language">Of mails, and of pages on a new device.</param>
/// <param name="Avatar">The picture's address, which changes with the picture.</param>
/// <param name="Roles">What they are to the shop.</param>
/// <param name="TwoFactorEnabled">Whether signing in asks for a code too.</param>
/// <param name="CreatedAt">Since when they have the account.</param>
public sealed record ProfileResponse(
    Guid Id,
    string Email,
    bool EmailVerified,
    string DisplayName,
    string? Phone,
    DateOnly? Birthday,
    string Language,
    string? Avatar,
    IReadOnlyList<string> Roles,
    bool TwoFactorEnabled,
    DateTimeOffset CreatedAt)
{
    /// <summary>Another for each state, to compare with the one that somebody has read: a hash of all there is.</summary>
    public string Version() => Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, UsersJson.Default.ProfileResponse)).AsSpan(0, 16));
}
