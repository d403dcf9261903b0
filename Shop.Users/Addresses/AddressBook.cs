using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Addresses;

enum AddressChange
{
    Done,

    /// <summary>The person has no such address.</summary>
    Missing,

    /// <summary>The book is full.</summary>
    Full,

    /// <summary>There is no such account any more.</summary>
    Gone,
}

/// <summary>Which kinds of default an address takes over. There is always exactly one of each, unless the book is empty.</summary>
readonly record struct TakesOver(bool Shipping, bool Billing);

/// <summary>
/// A person's addresses. Changes of one book wait for each other, on the account's row, so that its rules hold however many come at once.
/// </summary>
sealed class AddressBook(UsersContext context, TimeProvider time)
{
    public Task<List<AddressResponse>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        context.Addresses.Where(a => a.UserId == userId).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).Select(AddressResponse.From).ToListAsync(cancellationToken);

    /// <summary>Null where the person has no such address, whoever else may have it.</summary>
    public Task<AddressResponse?> FindAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        context.Addresses.Where(a => a.UserId == userId && a.Id == id).Select(AddressResponse.From).SingleOrDefaultAsync(cancellationToken);

    /// <param name="id">Chosen by the caller, so that a second try after a lost answer of the database adds nothing.</param>
    public Task<AddressChange> AddAsync(Guid userId, Guid id, CheckedAddress address, TakesOver takesOver, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async book =>
        {
            if (book.Any(a => a.Id == id))
                return AddressChange.Done;
            if (book.Count >= Address.MostPerUser)
                return AddressChange.Full;
            var now = time.GetUtcNow();
            var added = new Address
            {
                Id = id,
                UserId = userId,
                Recipient = address.Recipient,
                Phone = address.Phone,
                Country = address.Country,
                City = address.City,
                Line1 = address.Line1,
                CreatedAt = now,
                UpdatedAt = now,
            };
            Apply(added, address);
            await TakeOverAsync(added, new(takesOver.Shipping || book.Count == 0, takesOver.Billing || book.Count == 0), cancellationToken);
            context.Add(added);
            return AddressChange.Done;
        }, cancellationToken);

    public Task<AddressChange> ReplaceAsync(Guid userId, Guid id, CheckedAddress address, TakesOver takesOver, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async book =>
        {
            if (book.Find(a => a.Id == id) is not { } changed)
                return AddressChange.Missing;
            Apply(changed, address);
            changed.UpdatedAt = time.GetUtcNow();
            await TakeOverAsync(changed, takesOver, cancellationToken);
            return AddressChange.Done;
        }, cancellationToken);

    public Task<AddressChange> MakeDefaultAsync(Guid userId, Guid id, TakesOver takesOver, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async book =>
        {
            if (book.Find(a => a.Id == id) is not { } chosen)
                return AddressChange.Missing;
            await TakeOverAsync(chosen, takesOver, cancellationToken);
            return AddressChange.Done;
        }, cancellationToken);

    /// <summary>What it was the default of, the one that was added last becomes.</summary>
    public Task<AddressChange> RemoveAsync(Guid userId, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(userId, async book =>
        {
            if (book.Find(a => a.Id == id) is not { } removed)
                return AddressChange.Missing;
            // At once, since the indexes know no order within one save: the old default must be gone before the next takes its place.
            await context.Addresses.Where(a => a.Id == id).ExecuteDeleteAsync(cancellationToken);
            context.Entry(removed).State = EntityState.Detached;
            if (book.LastOrDefault(a => a.Id != id) is { } heir)
                (heir.IsDefaultShipping, heir.IsDefaultBilling) = (heir.IsDefaultShipping || removed.IsDefaultShipping, heir.IsDefaultBilling || removed.IsDefaultBilling);
            return AddressChange.Done;
        }, cancellationToken);

    /// <summary>Runs <paramref name="change"/> on the whole book, oldest first, in a transaction that no other change of it crosses.</summary>
    Task<AddressChange> ChangeAsync(Guid userId, Func<List<Address>, Task<AddressChange>> change, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var owners = await context.Database.SqlQuery<Guid>($"""select id as "Value" from users.users where id = {userId} and deleted_at is null for no key update""").ToListAsync(cancellationToken);
            if (owners.Count == 0)
                return AddressChange.Gone;
            var book = await context.Addresses.Where(a => a.UserId == userId).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(cancellationToken);
            var outcome = await change(book);
            if (outcome != AddressChange.Done)
                return outcome;
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return outcome;
        });

    /// <summary>Takes the place of the one that was it. That one steps back at once: within one save the index might meet both.</summary>
    async Task TakeOverAsync(Address next, TakesOver takesOver, CancellationToken cancellationToken)
    {
        if (takesOver.Shipping && !next.IsDefaultShipping)
        {
            await context.Addresses.Where(a => a.UserId == next.UserId && a.IsDefaultShipping).ExecuteUpdateAsync(a => a.SetProperty(p => p.IsDefaultShipping, false), cancellationToken);
            next.IsDefaultShipping = true;
        }
        if (takesOver.Billing && !next.IsDefaultBilling)
        {
            await context.Addresses.Where(a => a.UserId == next.UserId && a.IsDefaultBilling).ExecuteUpdateAsync(a => a.SetProperty(p => p.IsDefaultBilling, false), cancellationToken);
            next.IsDefaultBilling = true;
        }
    }

    static void Apply(Address address, CheckedAddress content)
    {
        (address.Recipient, address.Phone, address.Country) = (content.Recipient, content.Phone, content.Country);
        (address.Region, address.City, address.District) = (content.Region, content.City, content.District);
        (address.Line1, address.Line2, address.PostalCode) = (content.Line1, content.Line2, content.PostalCode);
    }
}
