using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

static class PasswordGenerator
{
    // Without those that a reader mixes up (I, l, 0, O) or that a shell or a URI must escape.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public static string Generate(GenerateParameterDefault rules)
    {
        var classes = new List<(string Characters, int Minimum)>();
        if (rules.Lower) classes.Add((LowerCharacters, rules.MinLower));
        if (rules.Upper) classes.Add((UpperCharacters, rules.MinUpper));
        if (rules.Numeric) classes.Add((NumericCharacters, rules.MinNumeric));
        if (rules.Special) classes.Add((SpecialCharacters, rules.MinSpecial));
        if (classes.Count == 0)
            throw new InvalidOperationException("A generated parameter needs at least one class of characters.");

        var characters = new List<char>();
        foreach (var (set, minimum) in classes)
            characters.AddRange(RandomNumberGenerator.GetItems<char>(set, minimum));
        var all = string.Concat(classes.Select(c => c.Characters));
        var rest = Math.Max(0, rules.MinLength - characters.Count);
        characters.AddRange(RandomNumberGenerator.GetItems<char>(all, rest));

        var result = characters.ToArray();
        RandomNumberGenerator.Shuffle<char>(result);
        return new string(result);
    }
}
