import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queryparser.classic.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.*;

/** The peer: Lucene's DutchAnalyzer and BM25 as they come, title and text in one field. LuceneRun DOCS QUERIES OUT [repeat] */
public final class LuceneRun {
    public static void main(String[] args) throws Exception {
        Analyzer analyzer = new DutchAnalyzer();
        Directory directory = new ByteBuffersDirectory();
        long begin = System.nanoTime();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity()))) {
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                Document doc = new Document();
                doc.add(new StringField("id", value(line, "docId"), Field.Store.YES));
                doc.add(new TextField("text", value(line, "title") + " " + value(line, "text"), Field.Store.NO));
                writer.addDocument(doc);
            }
            writer.forceMerge(1);
        }
        System.out.printf(Locale.ROOT, "lucene: index %.2f s%n", (System.nanoTime() - begin) / 1e9);

        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(new BM25Similarity());
        List<String> queries = Files.readAllLines(Path.of(args[1]));
        int repeat = args.length > 3 ? Integer.parseInt(args[3]) : 1;
        double[] micros = new double[queries.size()];
        StringBuilder out = new StringBuilder();
        for (int round = 0; round < repeat; round++) {
            out.setLength(0);
            for (int i = 0; i < queries.size(); i++) {
                String text = value(queries.get(i), "query");
                long start = System.nanoTime();
                TopDocs top = search(searcher, analyzer, text);
                double took = (System.nanoTime() - start) / 1e3;
                micros[i] = round == 0 ? took : Math.min(micros[i], took);
                for (ScoreDoc hit : top.scoreDocs) {
                    out.append(value(queries.get(i), "id")).append('\t').append(searcher.doc(hit.doc).get("id")).append('\t').append(hit.score).append('\n');
                }
            }
        }
        Files.writeString(Path.of(args[2]), out);
        Arrays.sort(micros);
        System.out.printf(Locale.ROOT, "lucene: p50 %.1f us, p99 %.1f us%n", micros[micros.length / 2], micros[micros.length * 99 / 100]);
    }

    private static TopDocs search(IndexSearcher searcher, Analyzer analyzer, String text) throws Exception {
        String escaped = QueryParser.escape(text).trim();
        if (escaped.isEmpty()) {
            return new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]);
        }
        Query query = new QueryParser("text", analyzer).parse(escaped.replaceAll("\\b(AND|OR|NOT)\\b", " "));
        return searcher.search(query, 10);
    }

    /** One string of a flat JSON object, as collect.py writes it. */
    private static String value(String line, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": \"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(line);
        if (!found.find()) {
            return "";
        }
        return found.group(1).replace("\\\"", "\"").replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\");
    }
}
