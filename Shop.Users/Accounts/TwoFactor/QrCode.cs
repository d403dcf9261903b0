using System.Globalization;
using System.Text;
using QRCoder;

namespace Shop.Users.Accounts.TwoFactor;

/// <summary>Draws a QR code as SVG in the page: one path, without the styles that the policy forbids.</summary>
static class QrCode
{
    public static (int Size, string Path) Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var start = x;
                while (x < modules.Count && modules[y][x])
                    x++;
                if (x > start)
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }
        return (modules.Count, path.ToString());
    }
}
