namespace Aspire.Dashboard;

/// <summary>The dashboard can't be served. The message is a sentence for the person who started the application.</summary>
public sealed class DashboardException : Exception
{
    public DashboardException(string message) : base(message) { }

    public DashboardException(string message, Exception innerException) : base(message, innerException) { }

    public DashboardException() { }
}
