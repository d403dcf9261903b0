namespace Shop.Users.Accounts;

/// <summary>
/// Whether an address has an account must not be told by how long the answer takes: where it has, there is a mail to be written. So all answers
/// come after the same time, which is longer than the work.
/// </summary>
sealed class EvenPace(TimeProvider time)
{
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        var passed = Task.Delay(Pace, time, cancellationToken);
        await work();
        await passed;
    }
}
