using System.Globalization;

namespace Shop.Bench;

sealed record BenchOptions(int Products, int Seconds, int Rounds, int Connections, int WarmUp, string? Only)
{
    /// <summary>Null for anything that is not understood.</summary>
    public static BenchOptions? Read(string[] args)
    {
        var options = new BenchOptions(100_000, 2, 3, 32, 5, null);
        for (var index = 0; index < args.Length; index += 2)
        {
            if (index + 1 == args.Length)
                return null;
            var value = args[index + 1];
            if (args[index] == "--only")
            {
                options = options with { Only = value };
                continue;
            }
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            options = args[index] switch
            {
                "--products" => options with { Products = number },
                "--seconds" => options with { Seconds = number },
                "--rounds" => options with { Rounds = number },
                "--warm-up" => options with { WarmUp = number },
                "--connections" => options with { Connections = number },
                _ => null,
            };
            if (options is null)
                return null;
        }
        return options;
    }
}
