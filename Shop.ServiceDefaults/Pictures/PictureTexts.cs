using Shop.ServiceDefaults.Localization;

namespace Shop.ServiceDefaults.Pictures;

/// <summary>Why a picture is not taken, in the language of the request.</summary>
public static class PictureTexts
{
    public static string TooLarge => Language.Choose("The picture is larger than 5 MB.", "图片大于 5 MB。");

    public static string TooMany => Language.Choose("Too many pictures are being read at the moment.", "当前处理的图片过多，请稍后再试。");

    public static string Of(PictureFault fault) => fault == PictureFault.TooManyPixels
        ? Language.Choose("Must have at most 40 megapixels.", "不得超过 4000 万像素。")
        : Language.Choose("Must be a picture: a JPEG, PNG, WebP or GIF that can be read.", "须为可读取的图片：JPEG、PNG、WebP 或 GIF。");
}
