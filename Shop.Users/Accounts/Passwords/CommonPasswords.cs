using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Users.Accounts.Passwords;

/// <summary>
/// The passwords that everybody tries first. The list beside this file is shipped; <see cref="CommonPasswordOptions.CommonListFile"/> names a bigger one:
/// UTF-8, a password a line, as collections of breached passwords come. Read at first use, and kept as eight bytes a line.
/// </summary>
sealed class CommonPasswords(IOptions<CommonPasswordOptions> options)
{
    /// <summary>So many characters may be hung before and after a common word without making it a good password.</summary>
    const int LongestDecoration = 6;

    const int ShortestWord = 4;

    readonly Lazy<ulong[]> hashes = new(() => Read(options.Value.CommonListFile));

    public int Count => hashes.Value.Length;

    /// <summary>
    /// Whatever its case and width. Also with letters written as the digits and signs that look like them, with a few digits or signs before
    /// or after, and where it is nothing but a repetition.
    /// </summary>
    public bool Contains(string password)
    {
        var plain = Normalize(password);
        return IsListed(plain) || IsDecorated(plain) || IsRepetition(plain);
    }

    bool IsListed(string text) => text.Length >= ShortestWord && (IsKnown(text) || IsKnown(WithLetters(text)));

    bool IsKnown(string text) => Array.BinarySearch(hashes.Value, Hash(text)) >= 0;

    bool IsDecorated(string text)
    {
        var before = text.TakeWhile(c => !char.IsLetter(c)).Count();
        var after = text.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        if (before == text.Length)
            return false;
        // What stands outside may also be a letter in disguise: "$unshine24" loses its end only.
        for (var start = 0; start <= Math.Min(before, LongestDecoration); start++)
        {
            for (var end = start == 0 ? 1 : 0; end <= Math.Min(after, LongestDecoration - start); end++)
            {
                if (IsListed(text[start..^end]))
                    return true;
            }
        }
        return false;
    }

    bool IsRepetition(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && IsPeriod(text, length))
                return length <= LongestDecoration || IsListed(text[..length]) || IsDecorated(text[..length]);
        }
        return false;
    }

    static bool IsPeriod(string text, int length) => text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length));

    static string Normalize(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    static string WithLetters(string text) => string.Create(text.Length, text, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = from[i] switch
            {
                '0' => 'o',
                '1' or '!' or '|' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' or '+' => 't',
                '8' => 'b',
                '9' => 'g',
                var other => other,
            };
        }
    });

    static ulong[] Read(string? file)
    {
        using var stream = file is null
            ? typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!
            : File.OpenRead(file);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var hashes = new List<ulong>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                hashes.Add(Hash(Normalize(line)));
        }
        hashes.Sort();
        return [.. hashes];
    }

    static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
