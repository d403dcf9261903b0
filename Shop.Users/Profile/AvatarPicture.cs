using Shop.ServiceDefaults.Pictures;
using Shop.Users.Validation;

namespace Shop.Users.Profile;

/// <summary>A person's picture: the middle of what they have sent.</summary>
static class AvatarPicture
{
    public const int Side = 512;

    public static readonly PictureFrame Frame = new(Side, IsSquare: true, Quality: 85);

    /// <summary>One of the validation's texts.</summary>
    public static string TextOf(PictureFault fault) => fault switch
    {
        PictureFault.TooLarge => ErrorTexts.PictureTooLarge,
        PictureFault.TooManyPixels => ErrorTexts.PictureTooManyPixels,
        _ => ErrorTexts.Picture,
    };
}
