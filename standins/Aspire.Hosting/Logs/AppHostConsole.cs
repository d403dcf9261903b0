using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The AppHost's own console: each resource's lines behind its name, and the few lines that are the AppHost's.</summary>
sealed class AppHostConsole
{
    private static readonly string[] s_colours = ["36", "35", "33", "32", "34", "96", "95", "93", "92", "94"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.OrdinalIgnoreCase);
    private readonly TextWriter _output;
    private readonly bool _coloured;
    private int _width;

    public AppHostConsole() : this(Console.Out, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null) { }

    internal AppHostConsole(TextWriter output, bool coloured) => (_output, _coloured) = (output, coloured);

    /// <summary>Gives each name its colour, and all the same width.</summary>
    public void Name(IReadOnlyList<string> resourceIds)
    {
        lock (_lock)
        {
            _width = resourceIds.Max(id => id.Length);
            for (var i = 0; i < resourceIds.Count; i++)
            {
                var padded = resourceIds[i].PadRight(_width);
                _prefixes[resourceIds[i]] = _coloured ? $"\e[{s_colours[i % s_colours.Length]}m{padded}\e[0m " : $"{padded} ";
            }
        }
    }

    public void Write(string resourceId, LogEntry line)
    {
        lock (_lock)
        {
            _output.Write(_prefixes.TryGetValue(resourceId, out var prefix) ? prefix : $"{resourceId.PadRight(_width)} ");
            _output.WriteLine(_coloured ? line.Text + "\e[0m" : line.PlainText);
        }
    }

    /// <summary>A line of the AppHost itself.</summary>
    public void Say(string line)
    {
        lock (_lock)
            _output.WriteLine(_coloured ? $"\e[1m{line}\e[0m" : line);
    }
}
