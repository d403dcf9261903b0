namespace Aspire.Hosting;

/// <summary>A mistake in <c>AppHost.cs</c> (two resources of one name, a missing launch profile) is told in a sentence, not by a stack trace.</summary>
static class UnhandledMistakes
{
    private static int s_registered;

    public static void TellAsSentence()
    {
        if (Interlocked.Exchange(ref s_registered, 1) == 1)
            return;
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            if (e.ExceptionObject is not DistributedApplicationException mistake)
                return;
            Console.Error.WriteLine(mistake.Message);
            Environment.Exit(1);
        };
    }
}
