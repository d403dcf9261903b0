namespace Aspire.Hosting;

/// <summary>The application can't run, for a reason that its message tells the person who started it.</summary>
public class DistributedApplicationException : Exception
{
    public DistributedApplicationException() { }
    public DistributedApplicationException(string message) : base(message) { }
    public DistributedApplicationException(string message, Exception inner) : base(message, inner) { }
}
