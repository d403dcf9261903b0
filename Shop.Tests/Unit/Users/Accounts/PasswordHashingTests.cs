using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shop.Users.Accounts;
using Shop.Users.Accounts.Passwords;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class PasswordHashingTests
{
    private const int Iterations = 50_000;

    private static readonly User s_user = new() { DisplayName = "", Language = "en" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task So_many_hash_at_once_so_many_wait_and_the_rest_is_told_to_come_again()
    {
        using var hashing = new PasswordHashing(Options.Create(new PasswordHashingOptions { Parallelism = 2, Queue = 3 }));
        var (gate, running, most) = (new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously), 0, 0);

        var all = Enumerable.Range(0, 8).Select(_ => hashing.RunAsync(async () =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await gate.Task;
            Interlocked.Decrement(ref running);
            return true;
        }, Cancellation)).ToList();
        await Eventually.TrueAsync(() => all.Count(static task => task.IsFaulted) == 3, Cancellation);
        gate.SetResult(true);

        var refused = all.Where(static task => task.IsFaulted).Select(static task => task.Exception!.InnerException).ToList();
        Assert.All(refused, static exception => Assert.IsType<HashingBusyException>(exception));
        await Task.WhenAll(all.Where(static task => !task.IsFaulted));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Out_of_turn_nothing_is_hashed()
    {
        using var hashing = new PasswordHashing(Options.Create(new PasswordHashingOptions()));
        var hasher = Hasher(Iterations);

        Assert.Throws<InvalidOperationException>(() => hasher.HashPassword(s_user, "a password"));
        var hash = await hashing.RunAsync(() => Task.FromResult(hasher.HashPassword(s_user, "a password")), Cancellation);
        Assert.Throws<InvalidOperationException>(() => hasher.VerifyHashedPassword(s_user, hash, "a password"));
    }

    [Fact]
    public async Task A_hash_of_less_is_told_from_one_of_enough()
    {
        using var hashing = new PasswordHashing(Options.Create(new PasswordHashingOptions()));
        var cheap = await hashing.RunAsync(() => Task.FromResult(Hasher(10_000).HashPassword(s_user, "a password")), Cancellation);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, await VerifyAsync(Iterations, "a password"));
        Assert.Equal(PasswordVerificationResult.Success, await VerifyAsync(10_000, "a password"));
        Assert.Equal(PasswordVerificationResult.Failed, await VerifyAsync(Iterations, "another"));

        Task<PasswordVerificationResult> VerifyAsync(int iterations, string password) =>
            hashing.RunAsync(() => Task.FromResult(Hasher(iterations).VerifyHashedPassword(s_user, cheap, password)), Cancellation);
    }

    [Fact]
    public async Task The_hash_of_nobody_fits_no_password_and_costs_as_much_as_any()
    {
        using var hashing = new PasswordHashing(Options.Create(new PasswordHashingOptions { Iterations = Iterations }));
        var hasher = Hasher(Iterations);
        var real = await hashing.RunAsync(() => Task.FromResult(hasher.HashPassword(s_user, "a password")), Cancellation);

        Assert.Equal(PasswordVerificationResult.Failed, await VerifyAsync(hashing.UnknownHash));
        Assert.Equal(PasswordVerificationResult.Success, await VerifyAsync(real));
        // What it costs say its format, its function, its iterations and its salt's length, which both begin with, and how long what is derived is.
        var (nobody, somebody) = (Convert.FromBase64String(hashing.UnknownHash), Convert.FromBase64String(real));
        Assert.Equal(Iterations, BinaryPrimitives.ReadInt32BigEndian(somebody.AsSpan(5)));
        Assert.Equal((somebody.Length, Convert.ToHexString(somebody, 0, 13)), (nobody.Length, Convert.ToHexString(nobody, 0, 13)));

        Task<PasswordVerificationResult> VerifyAsync(string hash) =>
            hashing.RunAsync(() => Task.FromResult(hasher.VerifyHashedPassword(s_user, hash, "a password")), Cancellation);
    }

    private static TurnPasswordHasher Hasher(int iterations) => new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
