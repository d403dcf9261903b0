using System.Threading.RateLimiting;

namespace Shop.ServiceDefaults.Pictures;

/// <summary>
/// Lets few pictures be encoded at a time: each takes a processor for a moment and may take 160 MB, and whoever wants something else shall not
/// wait for them. Some wait their turn; more than those are sent away.
/// </summary>
public sealed class PictureTurns : IDisposable
{
    private const int MostWaiting = 16;

    private readonly ConcurrencyLimiter _turns = new(new() { PermitLimit = Math.Max(1, Environment.ProcessorCount / 2), QueueLimit = MostWaiting });

    /// <returns>Null where too many are waiting.</returns>
    public async Task<PictureResult?> EncodeAsync(byte[] file, PictureFrame frame, CancellationToken cancellationToken) => (await EncodeAsync(file, [frame], cancellationToken))?[0];

    /// <summary>In one turn, one result for each frame.</summary>
    /// <returns>Null where too many are waiting.</returns>
    public async Task<PictureResult[]?> EncodeAsync(byte[] file, PictureFrame[] frames, CancellationToken cancellationToken)
    {
        using var turn = await _turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
            return null;
        return await Task.Run(() => Array.ConvertAll(frames, frame => PictureEncoding.Encode(file, frame)), CancellationToken.None);
    }

    public void Dispose() => _turns.Dispose();
}
