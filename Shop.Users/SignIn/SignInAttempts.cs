using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.SignIn;

/// <param name="IsAllowed">False while the account takes none.</param>
/// <param name="IsLast">If it fails, the account takes no more for a while.</param>
readonly record struct SignInAttempt(bool IsAllowed, bool IsLast);

/// <summary>
/// Counts tries before they are made, each by one guarded update: of fifty at the same time the first few are allowed and the others see the
/// account locked. What succeeded is taken off again. A process that dies in between has counted a failure.
/// </summary>
sealed class SignInAttempts(UsersContext context, TimeProvider time)
{
    /// <summary>Failures until the account takes no more for a while, which doubles with each one after it.</summary>
    public const int Most = 5;

    const int Doublings = 4;

    static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);

    public async Task<SignInAttempt> BeginAsync(Guid userId, CancellationToken cancellationToken)
    {
        var (now, pause) = (time.GetUtcNow(), FirstPause);
        var counts = await context.Database.SqlQuery<int>(
            $"""
             update users.users
             set access_failed_count = access_failed_count + 1,
                 lockout_end = case when access_failed_count + 1 >= {Most}
                     then {now} + {pause} * power(2.0::float8, least(access_failed_count + 1 - {Most}, {Doublings}))
                     else lockout_end end
             where id = {userId} and deleted_at is null and (lockout_end is null or lockout_end <= {now})
             returning access_failed_count as "Value"
             """).ToListAsync(cancellationToken);
        return counts is [var count] ? new(true, count >= Most) : default;
    }

    /// <summary>The password was right, but a code is still to come: without this, each password would be a way to try codes for ever.</summary>
    public Task TakeBackAsync(Guid userId, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"""
         update users.users
         set access_failed_count = greatest(access_failed_count - 1, 0),
             lockout_end = case when access_failed_count - 1 < {Most} then null else lockout_end end
         where id = {userId} and (lockout_end is null or lockout_end < 'infinity')
         """, cancellationToken);

    /// <summary>The person is who they say. An admin's lock stays.</summary>
    public Task ForgetAsync(Guid userId, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"""
         update users.users set access_failed_count = 0, lockout_end = null
         where id = {userId} and (access_failed_count > 0 or lockout_end is not null) and (lockout_end is null or lockout_end < 'infinity')
         """, cancellationToken);
}
