using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Shop.ServiceDefaults.Data;

/// <summary>
/// EF's retrying strategy refuses a transaction that spans several calls unless it may repeat all of them. This one never repeats: whoever runs it does.
/// </summary>
public sealed class OnceStrategy(DbContext context) : ExecutionStrategy(context, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => false;
}
