using System.Threading.RateLimiting;

namespace Shop.Users.Profile;

/// <summary>
/// Lets few pictures be encoded at a time: each takes a processor for a moment and may take 160 MB, and those who sign in shall not wait
/// for them. Some wait their turn; more than those are sent away.
/// </summary>
sealed class AvatarEncoder : IDisposable
{
    const int MostWaiting = 16;

    readonly ConcurrencyLimiter turns = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = MostWaiting });

    /// <returns>Null where too many are waiting.</returns>
    public async Task<EncodedAvatar?> EncodeAsync(byte[] file, CancellationToken cancellationToken)
    {
        using var turn = await turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
            return null;
        return await Task.Run(() => new EncodedAvatar(AvatarPicture.TryEncode(file, out var image), image), CancellationToken.None);
    }

    public void Dispose() => turns.Dispose();
}

/// <param name="Error">One of the validation's texts, where there is no image.</param>
/// <param name="Image">WebP.</param>
readonly record struct EncodedAvatar(string? Error, byte[] Image);
