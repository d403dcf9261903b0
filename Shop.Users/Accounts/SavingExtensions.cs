using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Users.Data;

namespace Shop.Users.Accounts;

static class SavingExtensions
{
    /// <summary>False, and nothing saved, where somebody else has changed the account meanwhile, or has taken its new address.</summary>
    public static async Task<bool> TrySaveAsync(this UsersContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
