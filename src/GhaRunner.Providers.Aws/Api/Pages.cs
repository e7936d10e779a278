namespace GhaRunner.Providers.Aws.Api;

/// <summary>Reads lists that come in pages.</summary>
internal static class Pages
{
    /// <summary>Reads all pages; one may be empty and not the last.</summary>
    /// <typeparam name="TPage">A page.</typeparam>
    /// <typeparam name="TItem">An item.</typeparam>
    /// <param name="ask">Asks for the page after a token, or for the first.</param>
    /// <param name="items">A page's items; the SDK has no list where the answer has none.</param>
    /// <param name="next">The token of the page after, if there is one.</param>
    /// <returns>The items, in order.</returns>
    public static async Task<IReadOnlyList<TItem>> AllAsync<TPage, TItem>(Func<string?, Task<TPage>> ask, Func<TPage, List<TItem>?> items, Func<TPage, string?> next)
    {
        var all = new List<TItem>();
        for (string? token = null; ;)
        {
            var page = await ask(token);
            all.AddRange(items(page) ?? []);
            token = next(page);
            if (string.IsNullOrEmpty(token))
                return all;
        }
    }
}
