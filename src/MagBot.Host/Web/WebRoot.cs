using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;

namespace MagBot.Host.Web;

/// <summary>The files of wwwroot: the demonstration shop, Web Chat's page, the widget.</summary>
internal static class WebRoot
{
    private static readonly string[] ApiPaths = ["/v3", "/api", "/health", "/desk"];
    private static readonly string[] TextTypes = ["text/html", "text/css", "text/javascript", "application/json", "image/svg+xml", "text/plain"];

    /// <summary>The folder in the working directory (while developing) or else beside the program.</summary>
    public static string Find()
    {
        var local = Path.GetFullPath("wwwroot");
        return Directory.Exists(local) ? local : Path.Combine(AppContext.BaseDirectory, "wwwroot");
    }

    public static void AddStaticCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true; // files only, see UseStaticPages: nothing secret is ever compressed
        options.MimeTypes = TextTypes;
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });

    public static void UseStaticPages(this WebApplication app)
    {
        app.UseWhen(IsForFile, files =>
        {
            files.UseResponseCompression();
            files.UseDefaultFiles();
            files.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetHeaders });
        });
    }

    private static bool IsForFile(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !ApiPaths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    private static void SetHeaders(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        var isPage = file.File.Name.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
        headers.CacheControl = isPage ? "no-cache" : "public, max-age=300";
        // Shops that isolate their pages may still load the widget.
        if (file.Context.Request.Path.StartsWithSegments("/widget", StringComparison.OrdinalIgnoreCase))
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }
}
