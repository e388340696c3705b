namespace SuperResolution.Workbench.Tests;

/// <summary>What makes an open page hard to read, as far as a program can tell: one line for each finding.</summary>
internal static class PageAudit
{
    /// <summary>WCAG 2.2 asks for a contrast of 4.5 of text (success criterion 1.4.3).</summary>
    public const string Script = """
        const found = [];
        const channel = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const luminance = c => 0.2126 * channel(c[0] / 255) + 0.7152 * channel(c[1] / 255) + 0.0722 * channel(c[2] / 255);
        const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
        const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
        function behind(element) {
            const layers = [];
            for (let e = element; e; e = e.parentElement) {
                const colour = parse(getComputedStyle(e).backgroundColor);
                if (colour[3] > 0) layers.push(colour);
                if (colour[3] >= 1) break;
            }
            return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
        }
        function opacity(element) {
            let product = 1;
            for (let e = element; e; e = e.parentElement) product *= parseFloat(getComputedStyle(e).opacity);
            return product;
        }
        const scrolls = element => {
            for (let e = element; e; e = e.parentElement) if (getComputedStyle(e).overflowX !== 'visible') return true;
            return false;
        };

        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const seen = new Set();
        while (texts.nextNode()) {
            const element = texts.currentNode.parentElement, text = texts.currentNode.textContent.trim().slice(0, 40);
            if (!text || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'ANNOTATION'].includes(element.tagName.toUpperCase())) continue;
            const box = element.getBoundingClientRect(), style = getComputedStyle(element), visible = opacity(element);
            if (box.width < 2 || box.height < 2 || style.visibility === 'hidden' || visible < 0.1) continue;
            const ink = element.closest('svg') ? style.fill : style.color;
            if (!ink.startsWith('rgb')) continue;
            const below = behind(element), [r, g, b, a] = parse(ink), colour = over([r, g, b, a * visible], below);
            const [light, dark] = [luminance(colour), luminance(below)].sort((x, y) => y - x);
            const contrast = (light + 0.05) / (dark + 0.05), kind = `${element.tagName}.${element.getAttribute('class') ?? ''}`;
            if (contrast < 4.5 && !seen.has(kind)) {
                seen.add(kind);
                found.push(`contrast ${contrast.toFixed(2)} of "${text}" (${kind})`);
            }
            if (box.right > document.documentElement.clientWidth + 1 && !scrolls(element))
                found.push(`"${text}" leaves the page on the right`);
        }
        for (const chart of document.querySelectorAll('.js-plotly-plot')) {
            const place = chart.getBoundingClientRect(), title = chart.querySelector('.gtitle'), name = title?.textContent ?? 'a chart';
            for (const text of chart.querySelectorAll('text')) {
                const box = text.getBoundingClientRect();
                const outside = box.right > place.right + 2 || box.left < place.left - 2
                    || box.top < place.top - 2 || box.bottom > place.bottom + 2;
                if (box.width > 1 && outside) found.push(`${name}: "${text.textContent}" is cut off`);
            }
            const bar = chart.querySelector('.modebar')?.getBoundingClientRect(), head = title?.getBoundingClientRect();
            const under = head && bar?.width > 2
                && head.right > bar.left && head.left < bar.right && head.bottom > bar.top + 4 && head.top < bar.bottom - 4;
            if (under) found.push(`${name}: the title runs under the toolbar`);
            const legend = chart.querySelector('.legend')?.getBoundingClientRect();
            const covered = legend && [...chart.querySelectorAll('.points path, .point path')].filter(mark => {
                const box = mark.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
                return x > legend.left && x < legend.right && y > legend.top && y < legend.bottom;
            }).length;
            if (covered) found.push(`${name}: the legend covers ${covered} marks`);
            const axes = [...chart.querySelectorAll('.xtitle, .ytitle')].filter(axis => axis.textContent.trim());
            if (axes.length < 2) found.push(`${name}: an axis has no name`);
        }
        return JSON.stringify(found);
        """;
}
